"""Wrong look-ups of orders are counted."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Utc

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table."""
    create_table(
        "lookup_failure",
        sa.Column("subject", Code(64), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("most", sa.Integer, nullable=False),
        sa.Column("began_at", Utc(), nullable=False),
        sa.CheckConstraint("failures BETWEEN 0 AND most", name="ck_lookup_failure_failures_within_most"),
    )
    create_index("ix_lookup_failure_began_at", "lookup_failure", ["began_at"])
