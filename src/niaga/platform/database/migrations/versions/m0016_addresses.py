"""Address books."""

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make what is new."""
