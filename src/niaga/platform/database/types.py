"""The column types of our own, each rendered per engine: ids and codes compare byte by byte everywhere.

Every type also says how a value travels inside a rowset (`writes.py`), because there the driver converts nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.foundation.clock import from_microseconds, to_microseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect

    from niaga.platform.crypto import BlindIndex

SEALED_PREFIX = "v1|"
_MYSQL = frozenset({"mysql", "mariadb"})


class _BinaryText(sa.TypeDecorator[str]):
    """Text whose comparison and order are those of its bytes, on every engine."""

    cache_ok = True
    impl = sa.String

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return sa.String(self.length, collation="C")
        if dialect.name in _MYSQL:
            from sqlalchemy.dialects.mysql import VARCHAR  # noqa: PLC0415 - 20 ms that the other engines need not spend

            return VARCHAR(self.length, charset="utf8mb4", collation="utf8mb4_nopad_bin")
        return sa.String(self.length)


class Code(_BinaryText):
    """A short text that machines compare: SKUs, slugs, region codes, states."""

    cache_ok = True


class Id(_BinaryText):
    """A 26-character id (foundation/identity)."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(26)


class Text(sa.TypeDecorator[str]):
    """Text of any length that people read; compared byte by byte too."""

    cache_ok = True
    impl = sa.Text

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return sa.Text(collation="C")
        if dialect.name in _MYSQL:
            from sqlalchemy.dialects.mysql import MEDIUMTEXT  # noqa: PLC0415

            return MEDIUMTEXT(charset="utf8mb4", collation="utf8mb4_nopad_bin")
        return sa.Text()


class Utc(sa.TypeDecorator[datetime]):
    """A moment: aware UTC in Python, integer microseconds since 1970 in the database."""

    cache_ok = True
    impl = sa.BigInteger

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else from_microseconds(int(value))


class Rupiah(sa.TypeDecorator[int]):
    """An amount in whole units; its currency stands in a column beside it."""

    cache_ok = True
    impl = sa.BigInteger

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        assert value is None or type(value) is int, "amounts are whole numbers"
        return value


class Json(sa.TypeDecorator[Any]):
    """A value kept as JSON text: only ever read whole, never searched by the database."""

    cache_ok = True
    impl = Text

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


class PartlySealed(Json):
    """JSON of which some rows hold a seal as their only text; `row` is as for Encrypted."""

    cache_ok = True

    def __init__(self, *, row: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.row = row


class Encrypted(sa.TypeDecorator[str]):
    """A text sealed by the vault (`Vault.seal`); anything that is not sealed is refused before it reaches the database.

    It is sealed to its place: the row is named by the primary key's parts with `|` between them, or by the columns of
    `row` where a store names it otherwise. Rotation and the doctor open every seal by that name.
    """

    cache_ok = True
    impl = Text

    def __init__(self, *, row: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.row = row

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        assert value is None or value.startswith(SEALED_PREFIX), "personal data must be sealed before it is stored"
        return value


class Blind(Code):
    """The blind index of the sealed column `of`, whose opened text `canonical` turns into what is hashed (None: NULL).

    So whoever renews the seal under another key can renew the index too.
    """

    cache_ok = True

    def __init__(self, index: BlindIndex, *, of: str, canonical: Callable[[str], str | None]) -> None:
        super().__init__(64)
        self.index = index
        self.of = of
        self.canonical = canonical
