"""Address books."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_table
from niaga.platform.database.types import Code, Encrypted, Id, Utc

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    create_table(
        "address",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("default_of", Id()),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("label", Encrypted(), nullable=False),
        sa.Column("recipient", Encrypted(), nullable=False),
        sa.Column("phone", Encrypted(), nullable=False),
        sa.Column("street", Encrypted(), nullable=False),
        sa.Column("notes", Encrypted(), nullable=False),
        sa.Column("region_code", Code(13), nullable=False),
        sa.Column("postal_code", Code(5), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.UniqueConstraint("customer_id", "slot", name="uq_address_customer_id_slot"),
        sa.UniqueConstraint("default_of", name="uq_address_default_of"),
        sa.CheckConstraint("slot BETWEEN 1 AND 50", name="ck_address_book_within_bounds"),
        sa.CheckConstraint("default_of IS NULL OR default_of = customer_id", name="ck_address_default_of_its_owner"),
        sa.CheckConstraint("version >= 1", name="ck_address_version_from_one"),
    )
