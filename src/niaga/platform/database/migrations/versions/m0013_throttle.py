"""How much of an allowance each subject has used."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make what is new."""
