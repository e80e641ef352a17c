"""The load catalogue: what load tests rely on is there, is found, and adds up; a second run adds nothing."""

from __future__ import annotations

from pathlib import Path

import httpx
import sqlalchemy as sa

from niaga.catalogue.public import find_variants_by_sku
from niaga.cli.load import LoadReport, load_catalogue
from niaga.inventory.tables import stock, stock_movement
from niaga.platform.database import Database
from niaga.regions.public import Regions
from niaga.shop.public import payment_ready, read_settings


async def load(database: Database, media: Path, products: int = 25) -> LoadReport:
    told: list[tuple[int, int]] = []
    report = await load_catalogue(
        database,
        products=products,
        variants=4,
        stock=1000,
        regions=Regions(),
        media=media,
        progress=lambda done, total: told.append((done, total)),
    )
    assert (told[0][0], told[-1]) == (0, (products * 4 + 20, products * 4 + 20))
    return report


async def test_the_catalogue_of_the_benchmark_is_there(
    client: httpx.AsyncClient, database: Database, tmp_path: Path
) -> None:
    report = await load(database, tmp_path)
    assert (report.products, report.skipped, report.settings_made, report.pictures) == (45, 0, True, 20)
    page = (await client.get("/store/v1/products/product-0003")).json()
    assert (page["name"], page["image_url"]) == ("Velvet Jacket 0003", "/media/img-03.png")
    assert [(one["sku"], one["price"], one["available"]) for one in page["variants"]] == [
        ("P0003-S", 1021, 1000),
        ("P0003-M", 1121, 1000),
        ("P0003-L", 1221, 1000),
        ("P0003-XL", 1321, 1000),
    ]
    hot = (await client.get("/store/v1/products/hot-20")).json()["variants"]
    assert [(one["sku"], one["price"], one["available"]) for one in hot] == [("HOT-20", 2500, 50)]
    found = (await client.get("/store/v1/products?search=lantern")).json()["items"]
    assert [one["slug"] for one in found] == ["product-0020"]


async def test_the_books_add_up_and_the_shop_can_take_orders(database: Database, tmp_path: Path) -> None:
    await load(database, tmp_path)
    pieces = await database.read(lambda db: db.execute(sa.select(sa.func.sum(stock.c.on_hand))).scalar_one())
    moved = await database.read(lambda db: db.execute(sa.select(sa.func.sum(stock_movement.c.delta))).scalar_one())
    assert int(pieces) == int(moved) == 25 * 4 * 1000 + 20 * 50
    settings = await database.read(read_settings)
    assert payment_ready(settings) == ()
    assert not settings.transfer_codes


async def test_a_second_run_leaves_what_is_there_and_goes_on(database: Database, tmp_path: Path) -> None:
    await load(database, tmp_path)
    report = await load(database, tmp_path, products=30)
    assert (report.products, report.skipped, report.settings_made, report.pictures) == (5, 45, False, 0)
    assert len(await database.read(lambda db: find_variants_by_sku(db, ["P0001-S", "P0030-XL"]))) == 2
    levels = await database.read(lambda db: set(db.execute(sa.select(stock.c.on_hand)).scalars()))
    assert levels == {1000, 50}
