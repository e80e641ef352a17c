"""The statements of second factors."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from niaga.accounts.factors.model import Holder, KnownPasskey, Passkey
from niaga.accounts.model import HolderKind
from niaga.accounts.tables import challenge, passkey, recovery_code, totp
from niaga.foundation.identity import new_id
from niaga.platform.database import Reader, Transaction, Utc

_AT = sa.bindparam("at", type_=Utc())


def _of(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.holder_kind == sa.bindparam("kind"), table.c.holder_id == sa.bindparam("holder"))


_FIND_TOTP = sa.select(totp.c.secret, totp.c.confirmed_at, totp.c.last_step).where(_of(totp))
_DROP_TOTP = sa.delete(totp).where(_of(totp))
_DROP_UNCONFIRMED = _DROP_TOTP.where(totp.c.confirmed_at.is_(None))
_CONFIRM = (
    sa.update(totp)
    .where(_of(totp), totp.c.confirmed_at.is_(None))
    .values(confirmed_at=_AT, last_step=sa.bindparam("step"))
)
_USE_STEP = (
    sa.update(totp)
    .where(_of(totp), totp.c.confirmed_at.is_not(None), totp.c.last_step < sa.bindparam("step"))
    .values(last_step=sa.bindparam("step"))
)
_DROP_RECOVERY = sa.delete(recovery_code).where(_of(recovery_code))
_COUNT_RECOVERY = sa.select(sa.func.count()).where(_of(recovery_code), recovery_code.c.used_at.is_(None))
_USE_RECOVERY = (
    sa.update(recovery_code)
    .where(_of(recovery_code), recovery_code.c.code_index == sa.bindparam("index"), recovery_code.c.used_at.is_(None))
    .values(used_at=_AT)
)
_LIST_PASSKEYS = sa.select(passkey).where(_of(passkey)).order_by(passkey.c.id)
_FIND_PASSKEY = sa.select(passkey).where(passkey.c.credential_index == sa.bindparam("index"))
_DROP_PASSKEY = sa.delete(passkey).where(_of(passkey), passkey.c.id == sa.bindparam("passkey"))
_DROP_PASSKEYS = sa.delete(passkey).where(_of(passkey))
# Keys that travel between devices count nothing and say 0; of the others each signature counts further.
_USE_PASSKEY = (
    sa.update(passkey)
    .where(
        passkey.c.id == sa.bindparam("passkey"),
        sa.or_(passkey.c.sign_count < sa.bindparam("count"), sa.bindparam("count") == 0),
    )
    .values(sign_count=sa.bindparam("count"), last_used_at=_AT)
)
_FIND_CHALLENGE = sa.select(challenge.c.content).where(
    challenge.c.id == sa.bindparam("challenge"),
    challenge.c.purpose == sa.bindparam("purpose"),
    _of(challenge),
    challenge.c.expires_at > _AT,
)
_REWRITE_CHALLENGE = (
    sa.update(challenge)
    .where(challenge.c.id == sa.bindparam("challenge"))
    .values(content=sa.bindparam("sealed", type_=challenge.c.content.type))
)
_DROP_CHALLENGE = sa.delete(challenge).where(challenge.c.id == sa.bindparam("challenge"))
_OVER = (
    sa.select(challenge.c.expires_at)
    .where(challenge.c.expires_at <= _AT)
    .order_by(challenge.c.expires_at)
    .limit(sa.bindparam("most_at_once"))
)
_PURGE = sa.delete(challenge).where(challenge.c.expires_at <= sa.bindparam("last", type_=Utc()))


class StoredTotp(msgspec.Struct, frozen=True):
    """A shared secret, and whether its first code came back."""

    secret: str
    confirmed: bool


def find_totp(db: Reader, holder: Holder) -> StoredTotp | None:
    """Somebody's secret."""
    row = db.execute(_FIND_TOTP, _bind(holder)).one_or_none()
    if row is None:
        return None
    secret = db.vault.open(row.secret, table="totp", column="secret", row=_totp_row(holder))
    return StoredTotp(secret, row.confirmed_at is not None)


def insert_totp(tx: Transaction, holder: Holder, secret: str) -> None:
    """Store a secret in the place of one that was never confirmed."""
    tx.execute(_DROP_UNCONFIRMED, _bind(holder))
    row = {
        "holder_kind": holder.kind.value,
        "holder_id": holder.id,
        "secret": tx.vault.seal(secret, table="totp", column="secret", row=_totp_row(holder)),
        "last_step": 0,
        "created_at": tx.now,
        "confirmed_at": None,
    }
    tx.execute(sa.insert(totp), row)


def confirm_totp(tx: Transaction, holder: Holder, step: int) -> bool:
    """Put a secret into force with its first code; whether it was waiting for one."""
    return tx.execute(_CONFIRM, {**_bind(holder), "step": step, "at": tx.now}).rowcount == 1


def use_step(tx: Transaction, holder: Holder, step: int) -> bool:
    """Use up the code of a step; whether it and all later ones were unused."""
    return tx.execute(_USE_STEP, {**_bind(holder), "step": step}).rowcount == 1


def delete_totp(tx: Transaction, holder: Holder) -> bool:
    """Take the secret away; whether there was one."""
    return tx.execute(_DROP_TOTP, _bind(holder)).rowcount == 1


def replace_recovery_codes(tx: Transaction, holder: Holder, indexes: Iterable[str]) -> None:
    """Store new recovery codes in the place of all earlier ones."""
    tx.execute(_DROP_RECOVERY, _bind(holder))
    rows = [
        {
            "code_index": index,
            "holder_kind": holder.kind.value,
            "holder_id": holder.id,
            "created_at": tx.now,
            "used_at": None,
        }
        for index in indexes
    ]
    if rows:
        tx.connection.execute(sa.insert(recovery_code), rows)


def count_recovery_codes(db: Reader, holder: Holder) -> int:
    """How many of somebody's recovery codes are unused."""
    return int(db.execute(_COUNT_RECOVERY, _bind(holder)).scalar_one())


def use_recovery_code(tx: Transaction, holder: Holder, index: str) -> bool:
    """Use up a recovery code; whether it was one of somebody's and unused."""
    return tx.execute(_USE_RECOVERY, {**_bind(holder), "index": index, "at": tx.now}).rowcount == 1


def list_passkeys(db: Reader, holder: Holder) -> list[tuple[Passkey, str]]:
    """Somebody's passkeys, the oldest first, each with the id that its authenticator knows it by (base64url)."""
    return [
        (
            Passkey(
                id=row.id,
                name=db.vault.open(row.name, table="passkey", column="name", row=row.id),
                created_at=row.created_at,
                last_used_at=row.last_used_at,
            ),
            row.credential,
        )
        for row in db.execute(_LIST_PASSKEYS, _bind(holder))
    ]


def find_passkey(db: Reader, credential_index: str) -> KnownPasskey | None:
    """The passkey whose credential has that hash."""
    row = db.execute(_FIND_PASSKEY, {"index": credential_index}).one_or_none()
    return row and KnownPasskey(
        id=row.id,
        holder=Holder(HolderKind(row.holder_kind), row.holder_id),
        credential=row.credential,
        public_key=row.public_key,
        sign_count=row.sign_count,
    )


def insert_passkey(tx: Transaction, known: KnownPasskey, *, credential_index: str, name: str) -> None:
    """Store a passkey. The same credential a second time breaks the unique key."""
    row = {
        "id": known.id,
        "holder_kind": known.holder.kind.value,
        "holder_id": known.holder.id,
        "credential_index": credential_index,
        "credential": known.credential,
        "public_key": known.public_key,
        "sign_count": known.sign_count,
        "name": tx.vault.seal(name, table="passkey", column="name", row=known.id),
        "created_at": tx.now,
        "last_used_at": None,
    }
    tx.execute(sa.insert(passkey), row)


def use_passkey(tx: Transaction, passkey_id: str, count: int) -> bool:
    """Note a signature and its count; False when the count went back, as a copied key's would."""
    return tx.execute(_USE_PASSKEY, {"passkey": passkey_id, "count": count, "at": tx.now}).rowcount == 1


def delete_passkey(tx: Transaction, holder: Holder, passkey_id: str) -> bool:
    """Take one passkey of somebody away; whether there was one."""
    return tx.execute(_DROP_PASSKEY, {**_bind(holder), "passkey": passkey_id}).rowcount == 1


def delete_all(tx: Transaction, holder: Holder) -> None:
    """Take every second factor of somebody away."""
    for statement in (_DROP_TOTP, _DROP_RECOVERY, _DROP_PASSKEYS):
        tx.execute(statement, _bind(holder))


def insert_challenge(tx: Transaction, purpose: str, holder: Holder | None, content: Any, until: datetime) -> str:
    """Store a question that is open until then; its id."""
    challenge_id = new_id()
    text = msgspec.json.encode(content).decode()
    row = {
        "id": challenge_id,
        "purpose": purpose,
        "holder_kind": holder.kind.value if holder else "",
        "holder_id": holder.id if holder else "",
        "content": tx.vault.seal(text, table="challenge", column="content", row=challenge_id),
        "expires_at": until,
    }
    tx.execute(sa.insert(challenge), row)
    return challenge_id


def find_challenge(db: Reader, challenge_id: str, purpose: str, holder: Holder | None) -> Any | None:
    """The content of an open question that was put to somebody (or to nobody in particular)."""
    asked = {"kind": holder.kind.value if holder else "", "holder": holder.id if holder else ""}
    bind = {**asked, "challenge": challenge_id, "purpose": purpose, "at": db.now}
    row = db.execute(_FIND_CHALLENGE, bind).one_or_none()
    if row is None:
        return None
    return msgspec.json.decode(db.vault.open(row.content, table="challenge", column="content", row=challenge_id))


def rewrite_challenge(tx: Transaction, challenge_id: str, content: Any) -> None:
    """Keep something else with a question that is open."""
    text = msgspec.json.encode(content).decode()
    sealed = tx.vault.seal(text, table="challenge", column="content", row=challenge_id)
    tx.execute(_REWRITE_CHALLENGE, {"challenge": challenge_id, "sealed": sealed})


def take_challenge(tx: Transaction, challenge_id: str) -> bool:
    """Close a question; whether it was open until now: of two answers one counts."""
    return tx.execute(_DROP_CHALLENGE, {"challenge": challenge_id}).rowcount == 1


def purge_challenges(tx: Transaction, *, most_at_once: int) -> int:
    """Forget about so many questions that are over; how many."""
    due = tx.execute(_OVER, {"at": tx.now, "most_at_once": most_at_once}).scalars().all()
    return tx.execute(_PURGE, {"last": due[-1]}).rowcount if due else 0


def _bind(holder: Holder) -> dict[str, str]:
    return {"kind": holder.kind.value, "holder": holder.id}


def _totp_row(holder: Holder) -> str:
    return f"{holder.kind}|{holder.id}"
