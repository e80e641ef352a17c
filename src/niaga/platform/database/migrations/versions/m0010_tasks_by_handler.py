"""Tasks are found handler by handler: a crowd of one's must not be looked through for another's."""

from niaga.platform.database.migrations.steps import create_index

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the index."""
    create_index("ix_task_handler_state_available_at_id", "task", ["handler", "state", "available_at", "id"])
