"""What is done with staff: taken on, given keys, keys revoked. Keys are shown once and never again."""

from niaga.accounts import store
from niaga.accounts.errors import KeyUnknown, StaffKnown
from niaga.accounts.model import Role, Staff
from niaga.accounts.rules.emails import normalised_email
from niaga.accounts.rules.permissions import role_named
from niaga.accounts.rules.tokens import KEY_PREFIX, new_token, token_hash
from niaga.foundation.identity import new_id
from niaga.platform.audit import Actor, ActorKind, record_audit
from niaga.platform.database import Transaction

_SYSTEM = Actor(ActorKind.SYSTEM)


def create_staff(
    tx: Transaction, email: str, role: Role | str, *, by: Actor = _SYSTEM, revoke_others: bool = False
) -> tuple[Staff, str]:
    """Take somebody on and give them a key; who is known with this role only gets another key (after a lost one).

    The key (`ng_…`) is nowhere else: show it once. `revoke_others` switches the person's earlier keys off. Raises
    InvalidFields for a bad address or role, StaffKnown when the person has another role.
    """
    address, wanted = normalised_email(email), role_named(role)
    person = store.find_staff_by_email(tx, address)
    if person is None:
        person = Staff(id=new_id(), email=address, role=wanted, created_at=tx.now)
        store.insert_staff(tx, person)
        record_audit(
            tx, by, action="staff.created", subject_type="staff", subject_id=person.id, detail={"role": wanted}
        )
    elif person.role is not wanted:
        raise StaffKnown(role=person.role)
    elif revoke_others:
        store.revoke_keys_of(tx, person.id)
    return person, _issue_key(tx, person, by)


def revoke_key(tx: Transaction, key_id: str, *, by: Actor) -> None:
    """Switch a key off; it opens nothing any more within a second. Raises KeyUnknown."""
    if not store.revoke_key(tx, key_id):
        raise KeyUnknown
    record_audit(tx, by, action="api_key.revoked", subject_type="api_key", subject_id=key_id, detail={})


def _issue_key(tx: Transaction, person: Staff, by: Actor) -> str:
    key = new_token(KEY_PREFIX)
    key_id = new_id()
    store.insert_key(tx, key_id=key_id, staff_id=person.id, key_hash=token_hash(key))
    record_audit(
        tx, by, action="api_key.created", subject_type="api_key", subject_id=key_id, detail={"staff_id": person.id}
    )
    return key
