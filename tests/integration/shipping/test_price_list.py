"""The price list on three engines: replaced at once, read back whole, never free, seen by every process soon."""

import time

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from lokal import wilayah

from niaga.foundation.identity import new_id
from niaga.foundation.paging import BadCursor
from niaga.platform.audit.tables import audit_entry
from niaga.platform.database import Database, Transaction, Write, write_all
from niaga.shipping.actions import replace_tariffs
from niaga.shipping.model import Tariff
from niaga.shipping.queries import list_tariffs, load_tariffs
from niaga.shipping.rules.book import TariffBook
from niaga.shipping.rules.sample import sample_tariffs
from niaga.shipping.shelf import Tariffs
from niaga.shipping.store import INSERT_TARIFFS
from niaga.shipping.tables import tariff

REGENCIES = [regency.code for province in wilayah.list_wilayah() for regency in wilayah.list_wilayah(province.code)]
REG = Tariff("31.74", "32.73", "jne", "REG", 11_000, 1000, 11_000, 1000, 1000, 0, 1, 2)
OKE = REG._replace(service="OKE", price_first=9_000, etd_min_days=None, etd_max_days=None)


async def replace(database: Database, *tariffs: Tariff, courier: str | None = None, service: str | None = None) -> int:
    return await database.write(lambda tx: replace_tariffs(tx, tariffs, courier=courier, service=service))


def price(book: TariffBook, service: str = "REG") -> int | None:
    rate = book.find_tariff("jne", service, origin_code="31.74", destination_code="32.73.01")
    return None if rate is None else rate.price_first


async def test_what_is_written_is_read_and_replaced_whole(database: Database) -> None:
    assert await replace(database, REG, OKE) == 2
    book = await database.read(load_tariffs)
    assert (price(book), price(book, "OKE")) == (11_000, 9_000)
    await replace(database, REG._replace(price_first=12_000))
    book = await database.read(load_tariffs)
    assert (price(book), price(book, "OKE")) == (12_000, None)


async def test_one_service_is_replaced_alone(database: Database) -> None:
    await replace(database, REG, OKE)
    await replace(database, OKE._replace(price_first=9_500), courier="jne", service="OKE")
    book = await database.read(load_tariffs)
    assert (price(book), price(book, "OKE")) == (11_000, 9_500)


@pytest.mark.parametrize(
    "broken",
    [
        REG._replace(price_first=0),
        REG._replace(price_first=-1),
        REG._replace(price_first=10**9 + 1),
        REG._replace(price_next=-1),
        REG._replace(min_price=-1),
        REG._replace(step_grams=0),
    ],
)
async def test_the_table_itself_refuses_what_is_no_price(database: Database, broken: Tariff) -> None:
    def insert(tx: Transaction) -> None:
        write_all(tx, [Write(INSERT_TARIFFS, [(new_id(), *broken)])])

    with pytest.raises(sqlalchemy.exc.DBAPIError):
        await database.write(insert)
    assert await database.read(lambda db: db.execute(sa.select(sa.func.count()).select_from(tariff)).scalar_one()) == 0


async def test_each_replacement_leaves_one_audit_row(database: Database) -> None:
    await replace(database, REG)
    await replace(database, OKE, courier="jne", service="OKE")
    rows = await database.read(lambda db: db.execute(sa.select(audit_entry).order_by(audit_entry.c.id)).all())
    assert [(row.action, row.detail["service"], row.detail["count"]) for row in rows] == [
        ("tariffs.replaced", None, 1),
        ("tariffs.replaced", "OKE", 1),
    ]


async def test_two_tariffs_for_one_route_change_nothing(database: Database) -> None:
    await replace(database, REG)
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        await replace(database, OKE, OKE)
    assert price(await database.read(load_tariffs)) == 11_000


async def test_the_sample_list_of_the_whole_country_is_stored_quickly(database: Database) -> None:
    rows = list(sample_tariffs("31.74", REGENCIES))
    started = time.perf_counter()
    assert await replace(database, *rows) == len(rows) > 7_000
    assert time.perf_counter() - started < 5
    assert len(await database.read(load_tariffs)) == len(rows)


async def test_a_process_sees_a_new_list_and_does_not_read_an_old_one_again(database: Database) -> None:
    await replace(database, REG)
    tariffs = Tariffs()
    first = await tariffs.current(database)
    tariffs.forget()
    assert await tariffs.current(database) is first
    await replace(database, REG._replace(price_first=13_000))
    tariffs.forget()
    assert price((await tariffs.current(database)).book) == 13_000


async def test_pages_go_through_the_list_once(database: Database) -> None:
    rows = [REG._replace(destination_code=f"32.{place:02}") for place in range(1, 8)]
    await replace(database, OKE, *rows)
    seen: list[Tariff] = []
    cursor = None
    while True:
        page = await database.read(lambda db, cursor=cursor: list_tariffs(db, service="REG", cursor=cursor, limit=3))
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == rows


async def test_a_foreign_cursor_is_refused(database: Database) -> None:
    with pytest.raises(BadCursor):
        await database.read(lambda db: list_tariffs(db, cursor="WyJqbmUiXQ", limit=3))
