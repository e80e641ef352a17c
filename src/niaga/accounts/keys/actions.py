"""Keys are made and switched off. A key is shown once and never again; it may do no more than whoever made it."""

from datetime import datetime

import msgspec

from niaga.accounts.errors import KeysFull, KeyUnknown
from niaga.accounts.granting import Grantor
from niaga.accounts.keys import store
from niaga.accounts.model import ApiKey, Permission
from niaga.accounts.rules.permissions import check_held
from niaga.accounts.rules.tokens import KEY_PREFIX, new_token, token_hash
from niaga.foundation.errors import invalid_field
from niaga.foundation.identity import new_id
from niaga.platform.audit import Actor, record_audit
from niaga.platform.database import Transaction

MOST_KEYS = 50


class KeyWish(msgspec.Struct, frozen=True, kw_only=True):
    """A key that somebody wants. Without `scopes` it may do all that its owner may; without an end it has none."""

    name: str = ""
    scopes: frozenset[Permission] | None = None
    expires_at: datetime | None = None


def create_key(tx: Transaction, by: Grantor, staff_id: str, wish: KeyWish) -> tuple[ApiKey, str]:
    """Make a key for somebody: as its owner sees it, and the key itself (`ng_…`), which is nowhere else.

    Whose own key ends makes none that lasts longer. Raises BeyondYourRights, InvalidFields for an end that has come,
    KeysFull.
    """
    if wish.scopes is not None:
        check_held(wish.scopes, held=by.held)
    if wish.expires_at is not None and wish.expires_at <= tx.now:
        raise invalid_field("expires_at", "accounts.end_has_come", "This moment is past.")
    if store.count_keys_of(tx, staff_id) >= MOST_KEYS:
        raise KeysFull(MOST_KEYS)
    ends = [moment for moment in (wish.expires_at, by.until) if moment is not None]
    made = ApiKey(
        id=new_id(),
        staff_id=staff_id,
        name=wish.name,
        scopes=wish.scopes,
        created_at=tx.now,
        expires_at=min(ends, default=None),
        last_used_at=None,
    )
    key = new_token(KEY_PREFIX)
    store.insert_key(tx, made, key_hash=token_hash(key))
    detail = {"staff_id": staff_id} if made.scopes is None else {"staff_id": staff_id, "scopes": sorted(made.scopes)}
    record_audit(tx, by.actor, action="api_key.created", subject_type="api_key", subject_id=made.id, detail=detail)
    return made, key


def revoke_key(tx: Transaction, key_id: str, *, by: Actor) -> None:
    """Switch a key off; it opens nothing any more within a second. Raises KeyUnknown."""
    if not store.revoke_key(tx, key_id):
        raise KeyUnknown
    record_audit(tx, by, action="api_key.revoked", subject_type="api_key", subject_id=key_id, detail={})


def revoke_keys_of(tx: Transaction, staff_id: str) -> int:
    """Switch all keys of somebody off; how many there were."""
    return store.revoke_keys_of(tx, staff_id)
