"""Second factors and foreign sign-ins."""

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make what is new."""
