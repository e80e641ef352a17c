"""Roles of staff, and what their keys may do."""

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make what is new."""
