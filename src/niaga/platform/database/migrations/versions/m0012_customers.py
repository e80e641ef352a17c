"""Customers, their sessions and codes; staff with passwords."""

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make what is new."""
