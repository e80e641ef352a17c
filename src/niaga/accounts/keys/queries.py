"""Whom a key stands for: one statement, whatever the key looks like. And which keys there are."""

from niaga.accounts.keys import store
from niaga.accounts.model import ApiKey, StaffPrincipal
from niaga.accounts.rules.tokens import token_hash
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.foundation.paging import Page, decode_cursor, encode_cursor
from niaga.platform.database import Reader


def authenticate_key(db: Reader, key: str) -> StaffPrincipal | None:
    """Whom this key stands for; None when it is unknown, over, revoked or its owner left. Costs the same for all."""
    found = store.find_key(db, token_hash(key))
    return None if found is None or (found.expires_at is not None and found.expires_at <= db.now) else found


def list_keys(db: Reader, *, of: str | None, limit: int, cursor: str | None) -> Page[ApiKey]:
    """Keys that were not revoked, the oldest first: somebody's or everybody's. Raises BadCursor."""
    after = decode_cursor(cursor, str) if cursor else ""
    found = store.list_keys(db, of=of, after=after, most=limit + 1)
    more = len(found) > limit
    return Page(found[:limit], encode_cursor(found[limit - 1].id) if more else None)


def get_key(db: Reader, key_id: str) -> ApiKey:
    """A key that was not revoked. Raises NotFound."""
    found = store.find_key_named(db, key_id)
    if found is None:
        raise NotFound("API key", with_prefix("key", key_id))
    return found
