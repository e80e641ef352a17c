"""How much of an allowance each subject has used."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Utc

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    create_table(
        "allowance",
        sa.Column("subject", Code(64), primary_key=True),
        sa.Column("full_at", Utc(), nullable=False),
    )
    create_index("ix_allowance_full_at", "allowance", ["full_at"])
