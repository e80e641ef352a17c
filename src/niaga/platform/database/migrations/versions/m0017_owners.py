"""Orders and carts of customers."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make what is new."""
