"""Heads of the audit trail, and who read what of whom."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make what is new."""
