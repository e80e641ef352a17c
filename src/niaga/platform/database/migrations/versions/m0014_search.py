"""Search tokens of what is sealed."""

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make what is new."""
