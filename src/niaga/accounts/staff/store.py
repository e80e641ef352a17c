"""The statements of the people who work in the shop."""

from typing import Any

import sqlalchemy as sa

from niaga.accounts.model import Role, Staff, StaffStatus
from niaga.accounts.rules.emails import email_identity
from niaga.accounts.tables import STAFF_EMAIL, staff
from niaga.platform.database import Reader, Transaction

_ONE = staff.c.id == sa.bindparam("who")
_BY_EMAIL = sa.select(staff).where(staff.c.email_index.in_(sa.bindparam("indexes", expanding=True)))
_BY_ID = sa.select(staff).where(_ONE)
_LIST = (
    sa.select(staff)
    .where(staff.c.id > sa.bindparam("after", type_=staff.c.id.type))
    .order_by(staff.c.id)
    .limit(sa.bindparam("most"))
)
_IS_OWNER = sa.and_(staff.c.role == Role.OWNER.value, staff.c.disabled_at.is_(None), staff.c.joined_at.is_not(None))
# Whoever takes an owner's rights away takes every owner's row first, so that two never take each other's at once.
_OWNERS = sa.select(staff.c.id).where(_IS_OWNER).order_by(staff.c.id).with_for_update()
_other = staff.alias("another")
_ANOTHER_OWNER = sa.exists(
    sa.select(_other.c.id).where(
        _other.c.id != sa.bindparam("who"),
        _other.c.role == Role.OWNER.value,
        _other.c.disabled_at.is_(None),
        _other.c.joined_at.is_not(None),
    )
)
_STAYS_OWNED = sa.or_(sa.not_(_IS_OWNER), _ANOTHER_OWNER)
_NEXT = staff.c.version + 1
_CHANGE = (
    sa.update(staff)
    .where(
        _ONE,
        staff.c.version == sa.bindparam("seen"),
        sa.or_(sa.bindparam("new_role", type_=staff.c.role.type) == staff.c.role, _STAYS_OWNED),
    )
    .values(
        role=sa.bindparam("new_role", type_=staff.c.role.type),
        name=sa.bindparam("new_name", type_=staff.c.name.type),
        version=_NEXT,
    )
)
_DISABLE = (
    sa.update(staff)
    .where(_ONE, staff.c.disabled_at.is_(None), _STAYS_OWNED)
    .values(disabled_at=sa.bindparam("at", type_=staff.c.disabled_at.type), password_hash=None, version=_NEXT)
)
_JOIN = (
    sa.update(staff)
    .where(_ONE)
    .values(
        joined_at=sa.func.coalesce(staff.c.joined_at, sa.bindparam("at", type_=staff.c.joined_at.type)),
        disabled_at=None,
        password_hash=sa.bindparam("new_hash", type_=staff.c.password_hash.type),
        version=_NEXT,
    )
)
_SET_PASSWORD = (
    sa.update(staff)
    .where(_ONE, staff.c.disabled_at.is_(None))
    .values(password_hash=sa.bindparam("new_hash", type_=staff.c.password_hash.type))
)


def find_staff_by_email(db: Reader, address: str) -> Staff | None:
    """The person with that (normalised) address, also when an older key of the ring made the index."""
    row = _row_of(db, address)
    return None if row is None else _read(db, row)


def find_password_hash(db: Reader, address: str) -> tuple[Staff, str] | None:
    """Who may sign in with that address, and the hash of the password; nobody who is switched off or never joined."""
    row = _row_of(db, address)
    if row is None or row.password_hash is None or row.disabled_at is not None or row.joined_at is None:
        return None
    return _read(db, row), _opened(db, row, "password_hash")


def find_own_password(db: Reader, staff_id: str) -> str | None:
    """The hash of somebody's password."""
    row = db.execute(_BY_ID, {"who": staff_id}).one_or_none()
    return None if row is None or row.password_hash is None else _opened(db, row, "password_hash")


def find_staff(db: Reader, staff_id: str) -> Staff | None:
    """The person with that id."""
    row = db.execute(_BY_ID, {"who": staff_id}).one_or_none()
    return None if row is None else _read(db, row)


def list_staff(db: Reader, *, after: str, most: int) -> list[Staff]:
    """So many people in the order of their ids, from after that one."""
    return [_read(db, row) for row in db.execute(_LIST, {"after": after, "most": most})]


def insert_staff(tx: Transaction, person: Staff) -> None:
    """Store a new person, who has joined unless the status is `invited`."""
    row = {
        "id": person.id,
        "email": _sealed(tx, person.email, "email", person.id),
        "email_index": STAFF_EMAIL.of(tx.vault, email_identity(person.email)),
        "name": _sealed(tx, person.name, "name", person.id) if person.name else None,
        "role": person.role,
        "created_at": person.created_at,
        "joined_at": None if person.status is StaffStatus.INVITED else person.created_at,
        "disabled_at": None,
        "password_hash": None,
        "version": person.version,
    }
    tx.execute(sa.insert(staff), row)


def lock_owners(tx: Transaction) -> None:
    """Nobody else changes who the owners are until this transaction ends."""
    tx.execute(_OWNERS).all()


def change_staff(tx: Transaction, person: Staff, *, role: str, name: str) -> bool:
    """Give a person that role and name; False when somebody was faster, or it would leave the shop without an owner."""
    bind = {
        "who": person.id,
        "seen": person.version,
        "new_role": role,
        "new_name": _sealed(tx, name, "name", person.id) if name else None,
    }
    return tx.execute(_CHANGE, bind).rowcount == 1


def disable_staff(tx: Transaction, staff_id: str) -> bool:
    """Switch a person off, password and all; False when there is none to switch off, or it is the last owner."""
    return tx.execute(_DISABLE, {"who": staff_id, "at": tx.now}).rowcount == 1


def let_join(tx: Transaction, staff_id: str, *, password_hash: str | None) -> None:
    """The person has accepted and chosen a password, or was given a key by whoever has the machine."""
    kept = None if password_hash is None else _sealed(tx, password_hash, "password_hash", staff_id)
    tx.execute(_JOIN, {"who": staff_id, "at": tx.now, "new_hash": kept})


def set_password(tx: Transaction, staff_id: str, *, password_hash: str) -> bool:
    """Keep another hash; whether the person is still there."""
    bind = {"who": staff_id, "new_hash": _sealed(tx, password_hash, "password_hash", staff_id)}
    return tx.execute(_SET_PASSWORD, bind).rowcount == 1


def _row_of(db: Reader, address: str) -> Any:
    indexes = STAFF_EMAIL.candidates(db.vault, email_identity(address))
    return db.execute(_BY_EMAIL, {"indexes": indexes}).one_or_none()


def _read(db: Reader, row: Any) -> Staff:
    return Staff(
        id=row.id,
        email=_opened(db, row, "email"),
        name=_opened(db, row, "name") if row.name else "",
        role=row.role,
        status=_status(row),
        has_password=row.password_hash is not None,
        version=row.version,
        created_at=row.created_at,
    )


def _status(row: Any) -> StaffStatus:
    if row.disabled_at is not None:
        return StaffStatus.DISABLED
    return StaffStatus.INVITED if row.joined_at is None else StaffStatus.ACTIVE


def _opened(db: Reader, row: Any, column: str) -> str:
    return db.vault.open(getattr(row, column), table="staff", column=column, row=row.id)


def _sealed(tx: Transaction, text: str, column: str, row: str) -> str:
    return tx.vault.seal(text, table="staff", column=column, row=row)
