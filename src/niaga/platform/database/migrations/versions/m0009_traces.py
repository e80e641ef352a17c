"""Events know which request they come from: its trace and its span."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import add_column
from niaga.platform.database.types import Code

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns; older events stay without."""
    add_column("event", sa.Column("trace_id", Code(32)))
    add_column("event", sa.Column("span_id", Code(16)))
