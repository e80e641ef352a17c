"""People are taken on, invited, changed and switched off. Nobody gives or takes rights that he does not hold himself."""

from niaga.accounts.errors import LastOwner, StaffKnown, StaffStale
from niaga.accounts.factors.actions import remove_factors
from niaga.accounts.factors.model import Holder
from niaga.accounts.granting import OPERATOR, Grantor
from niaga.accounts.keys.actions import KeyWish, create_key, revoke_key, revoke_keys_of
from niaga.accounts.keys.queries import get_key
from niaga.accounts.model import HolderKind, Permission, Staff, StaffChange, StaffStatus, StaffWish
from niaga.accounts.roles.actions import hold_permissions, role_permissions
from niaga.accounts.rules.emails import normalised_email
from niaga.accounts.rules.permissions import check_held
from niaga.accounts.sessions.actions import end_sessions
from niaga.accounts.staff import store
from niaga.accounts.staff.invitations import invite, withdraw_invitations
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id, with_prefix
from niaga.platform.audit import Actor, record_audit
from niaga.platform.database import Reader, Transaction


def create_staff(
    tx: Transaction, email: str, role: str, *, by: Actor = OPERATOR.actor, revoke_others: bool = False
) -> tuple[Staff, str]:
    """Take somebody on and give them a key; who is known with this role only gets another key (after a lost one).

    For whoever has the machine. The key (`ng_…`) is nowhere else: show it once. `revoke_others` switches the person's
    earlier keys off. Who was invited or switched off comes in too, with this role. Raises InvalidFields for a bad
    address or role, StaffKnown when the person has another role, KeysFull.
    """
    address = normalised_email(email)
    hold_permissions(tx, role)
    person = store.find_staff_by_email(tx, address)
    if person is None:
        person = Staff(id=new_id(), email=address, role=role, created_at=tx.now)
        store.insert_staff(tx, person)
        _audit(tx, by, "staff.created", person)
    elif person.status is not StaffStatus.ACTIVE:
        person = _changed(tx, person, role=role, name=person.name)
        store.let_join(tx, person.id, password_hash=None)
        _audit(tx, by, "staff.created", person)
    elif person.role != role:
        raise StaffKnown(role=person.role)
    elif revoke_others:
        revoke_keys_of(tx, person.id)
    _, key = create_key(tx, Grantor(by, OPERATOR.held), person.id, KeyWish())
    return person, key


def get_staff(db: Reader, staff_id: str) -> Staff:
    """Somebody who works here or did. Raises NotFound."""
    found = store.find_staff(db, staff_id)
    if found is None:
        raise NotFound("member of staff", with_prefix("stf", staff_id))
    return found


def invite_staff(tx: Transaction, by: Grantor, wish: StaffWish) -> Staff:
    """Ask somebody by mail to work here; they choose a password with what the letter holds. Once more after a lost letter.

    Who was switched off may be asked back, with another role too. Raises InvalidFields for a bad address or role,
    StaffKnown for somebody who can sign in already or works here in another role, BeyondYourRights.
    """
    address = normalised_email(wish.email)
    check_held(hold_permissions(tx, wish.role), held=by.held)
    person = store.find_staff_by_email(tx, address)
    if person is None:
        person = Staff(
            id=new_id(),
            email=address,
            name=wish.name,
            role=wish.role,
            status=StaffStatus.INVITED,
            created_at=tx.now,
        )
        store.insert_staff(tx, person)
    else:
        _check_touchable(tx, by, person)
        works_here = person.status is StaffStatus.ACTIVE
        if works_here and (person.has_password or person.role != wish.role):
            raise StaffKnown(role=person.role)
        person = _changed(tx, person, role=wish.role, name=wish.name or person.name)
    invite(tx, person, language=wish.language)
    _audit(tx, by.actor, "staff.invited", person)
    return person


def invite_again(tx: Transaction, by: Grantor, staff_id: str, *, language: str) -> Staff:
    """Another letter, by which somebody who works here chooses a new password. Raises NotFound, BeyondYourRights."""
    person = get_staff(tx, staff_id)
    _check_touchable(tx, by, person)
    person = _changed(tx, person, role=person.role, name=person.name)
    invite(tx, person, language=language)
    _audit(tx, by.actor, "staff.invited", person)
    return person


def change_staff(tx: Transaction, by: Grantor, staff_id: str, change: StaffChange, *, if_version: int | None) -> Staff:
    """Give somebody another role or name; they may do what the role says within a second.

    Raises NotFound, StaffStale, InvalidFields for an unknown role, LastOwner, and BeyondYourRights for what the person
    may do now or shall be allowed to do.
    """
    person = get_staff(tx, staff_id)
    if if_version not in (None, person.version):
        raise StaffStale
    role = person.role if change.role is None else change.role
    if role != person.role:
        _check_touchable(tx, by, person)
        check_held(hold_permissions(tx, role), held=by.held)
    elif by.actor.id != staff_id:
        _check_touchable(tx, by, person)
    name = person.name if change.name is None else change.name
    changed = _changed(tx, person, role=role, name=name)
    if role != person.role:
        _audit(tx, by.actor, "staff.role_changed", changed, was=person.role)
    else:
        _audit(tx, by.actor, "staff.changed", changed)
    return changed


def disable_staff(tx: Transaction, by: Grantor, staff_id: str) -> None:
    """Switch somebody off: password, keys, sessions and invitations open nothing any more. The name stays, for the log.

    Raises NotFound for who is not there or is off already, BeyondYourRights, LastOwner.
    """
    person = get_staff(tx, staff_id)
    if person.status is StaffStatus.DISABLED:
        raise NotFound("member of staff", with_prefix("stf", staff_id))
    _check_touchable(tx, by, person)
    store.lock_owners(tx)
    if not store.disable_staff(tx, staff_id):
        raise LastOwner
    revoke_keys_of(tx, staff_id)
    end_sessions(tx, HolderKind.STAFF, staff_id)
    withdraw_invitations(tx, person)
    _audit(tx, by.actor, "staff.disabled", person)


def forget_factors(tx: Transaction, by: Grantor, staff_id: str) -> None:
    """Take away every second factor of somebody who lost them; all sign-ins end. Raises NotFound, BeyondYourRights."""
    person = get_staff(tx, staff_id)
    _check_touchable(tx, by, person)
    remove_factors(tx, Holder(HolderKind.STAFF, staff_id))
    end_sessions(tx, HolderKind.STAFF, staff_id)
    _audit(tx, by.actor, "staff.factors_removed", person)


def disable_staff_at(tx: Transaction, email: str) -> None:
    """The same for whoever has the machine, by address."""
    person = store.find_staff_by_email(tx, normalised_email(email))
    if person is None:
        raise NotFound("member of staff", email)
    disable_staff(tx, OPERATOR, person.id)


def revoke_key_of(tx: Transaction, by: Grantor, key_id: str) -> None:
    """Switch a key off: one's own, or with `staff.write` anybody's who may do no more. Raises NotFound, BeyondYourRights."""
    key = get_key(tx, key_id)
    if key.staff_id != by.actor.id:
        if Permission.STAFF_WRITE not in by.held:
            raise NotFound("API key", with_prefix("key", key_id))
        _check_touchable(tx, by, get_staff(tx, key.staff_id))
    revoke_key(tx, key_id, by=by.actor)


def _changed(tx: Transaction, person: Staff, *, role: str, name: str) -> Staff:
    if role != person.role:
        store.lock_owners(tx)
    if not store.change_staff(tx, person, role=role, name=name):
        raise LastOwner if _is_unchanged(tx, person) else StaffStale
    return get_staff(tx, person.id)


def _is_unchanged(tx: Transaction, person: Staff) -> bool:
    return get_staff(tx, person.id).version == person.version


def _check_touchable(db: Reader, by: Grantor, person: Staff) -> None:
    """Whoever may do more than somebody is not changed by them."""
    if person.status is not StaffStatus.DISABLED:
        check_held(role_permissions(db, person.role), held=by.held)


def _audit(tx: Transaction, by: Actor, action: str, person: Staff, **more: str) -> None:
    detail = {"role": person.role, **more}
    record_audit(tx, by, action=action, subject_type="staff", subject_id=person.id, detail=detail)
