"""The price list. Amounts are rupiah; the checks repeat what the rules decide, so that no path stores a free tariff."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Rupiah, metadata

tariff = sa.Table(
    "tariff",
    metadata,
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
    sa.CheckConstraint("price_first > 0 AND price_first <= 1000000000", name="costs_something"),
    sa.CheckConstraint("price_next >= 0 AND price_next <= 1000000000", name="next_price"),
    sa.CheckConstraint("min_price >= 0 AND min_price <= 1000000000", name="least_price"),
    sa.CheckConstraint("first_grams > 0 AND step_grams > 0 AND min_grams >= 0", name="weights"),
)
