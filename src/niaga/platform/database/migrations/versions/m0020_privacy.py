"""Consents, requests and breaches."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make what is new."""
