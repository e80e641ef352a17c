"""Search tokens of what is sealed."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Id

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table, and an index for numbers that staff type."""
    create_table(
        "search_token",
        sa.Column("token", Code(16), primary_key=True),
        sa.Column("subject_type", Code(20), primary_key=True),
        sa.Column("subject_id", Id(), primary_key=True),
        sa.Column("key_id", Code(32), nullable=False),
        sqlite_with_rowid=False,
    )
    create_index("ix_search_token_subject", "search_token", ["subject_type", "subject_id", "key_id"])
    taken = sa.text("external_number IS NOT NULL")
    create_index(
        "ix_customer_order_external_number",
        "customer_order",
        ["external_number"],
        sqlite_where=taken,
        postgresql_where=taken,
    )
