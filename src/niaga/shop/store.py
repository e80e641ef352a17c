"""The statements of the shop's settings. What names people or accounts is sealed inside its row."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from niaga.platform.database import Reader, Transaction
from niaga.shop.tables import shop_setting

VERSION = "version"
_SEALED = frozenset({"contact", "bank_accounts", "notification_email"})
_READ = sa.select(shop_setting.c.key, shop_setting.c.value)
_KNOWN = sa.select(shop_setting.c.key)
_GUARD = (
    sa.update(shop_setting)
    .where(shop_setting.c.key == VERSION, shop_setting.c.version == sa.bindparam("known"))
    .values(version=sa.bindparam("next"), value=sa.bindparam("next_value", type_=shop_setting.c.value.type))
)
_UPDATE = (
    sa.update(shop_setting)
    .where(shop_setting.c.key == sa.bindparam("the_key"))
    .values(value=sa.bindparam("the_value", type_=shop_setting.c.value.type), version=sa.bindparam("next"))
)


def read_values(db: Reader) -> dict[str, object]:
    """Every stored setting by name, opened, with the version among them."""
    return {row.key: _opened(db, row.key, row.value) for row in db.execute(_READ)}


def take_version(tx: Transaction, known: int) -> bool:
    """Count one change, if `known` still is the version; whether it was."""
    if known == 0:
        # A first change: of two at once, the second one's row breaks on the primary key and its unit runs again.
        tx.execute(sa.insert(shop_setting), {"key": VERSION, "value": 1, "version": 1})
        return True
    return tx.execute(_GUARD, {"known": known, "next": known + 1, "next_value": known + 1}).rowcount == 1


def write_values(tx: Transaction, values: Mapping[str, object], version: int) -> None:
    """Store these settings; only after `take_version`, whose row keeps others out until the end of the transaction."""
    there = set(tx.execute(_KNOWN).scalars())
    for key, value in values.items():
        kept = _sealed(tx, key, value)
        if key in there:
            tx.execute(_UPDATE, {"the_key": key, "the_value": kept, "next": version})
        else:
            tx.execute(sa.insert(shop_setting), {"key": key, "value": kept, "version": version})


def _sealed(tx: Transaction, key: str, value: object) -> object:
    if key not in _SEALED:
        return value
    return tx.vault.seal_bytes(msgspec.json.encode(value), table="shop_setting", column="value", row=key)


def _opened(db: Reader, key: str, value: str) -> object:
    if key not in _SEALED:
        return value
    return msgspec.json.decode(db.vault.open_bytes(value, table="shop_setting", column="value", row=key))
