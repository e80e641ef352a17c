"""Whom a key stands for: one statement, whatever the key looks like."""

from niaga.accounts import store
from niaga.accounts.model import StaffPrincipal
from niaga.accounts.rules.tokens import token_hash
from niaga.platform.database import Reader


def authenticate_key(db: Reader, key: str) -> StaffPrincipal | None:
    """Whom this key stands for; None when it is unknown, revoked or its owner left. Costs the same for all."""
    return store.find_key(db, token_hash(key))
