"""Reading the roles that the shop made."""

from niaga.accounts.model import CustomRole
from niaga.accounts.roles import store
from niaga.platform.database import Reader


def list_roles(db: Reader) -> list[CustomRole]:
    """All of them, by name."""
    return store.list_roles(db)
