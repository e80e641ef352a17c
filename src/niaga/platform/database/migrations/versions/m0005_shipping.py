"""Tables of shipping."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_table
from niaga.platform.database.types import Code, Id, Rupiah

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "tariff",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("origin_code", Code(13), nullable=False),
        sa.Column("destination_code", Code(13), nullable=False),
        sa.Column("courier", Code(20), nullable=False),
        sa.Column("service", Code(20), nullable=False),
        sa.Column("price_first", Rupiah(), nullable=False),
        sa.Column("first_grams", sa.Integer, nullable=False),
        sa.Column("price_next", Rupiah(), nullable=False),
        sa.Column("step_grams", sa.Integer, nullable=False),
        sa.Column("min_grams", sa.Integer, nullable=False),
        sa.Column("min_price", Rupiah(), nullable=False),
        sa.Column("etd_min_days", sa.Integer),
        sa.Column("etd_max_days", sa.Integer),
        sa.UniqueConstraint("courier", "service", "destination_code", "origin_code", name="uq_tariff_route"),
        sa.CheckConstraint("price_first > 0 AND price_first <= 1000000000", name="ck_tariff_costs_something"),
        sa.CheckConstraint("price_next >= 0 AND price_next <= 1000000000", name="ck_tariff_next_price"),
        sa.CheckConstraint("min_price >= 0 AND min_price <= 1000000000", name="ck_tariff_least_price"),
        sa.CheckConstraint("first_grams > 0 AND step_grams > 0 AND min_grams >= 0", name="ck_tariff_weights"),
    )
