"""Tables of: shop_accounts."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
