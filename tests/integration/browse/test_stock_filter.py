"""Narrowed to what is there or to what is sold out: a page looks at so many products, and the next goes on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from niaga.browse.store import WALKED_PRODUCTS, list_statement, parameters_of, shape_of
from niaga.browse.views import ProductQuery, Sort
from niaga.catalogue.tables import variant
from niaga.cli.load import load_catalogue
from niaga.inventory.tables import stock
from niaga.platform.database import Engine
from niaga.regions.public import Regions

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from niaga.platform.database import Database

SOLD_OUT = "product-0007"
WALKS = {
    Engine.SQLITE: "SEARCH product USING COVERING INDEX ix_product_listed_id",
    Engine.POSTGRESQL: "Index",
    Engine.MARIADB: "ix_product_listed_id",
}


@pytest.fixture
async def shelf(database: Database, tmp_path: Path) -> Database:
    """So many products that a walk ends before the last; one of the oldest is sold out, all others are there."""
    products = WALKED_PRODUCTS + 10
    await load_catalogue(
        database, products=products, variants=1, stock=5, regions=Regions(), media=tmp_path, progress=lambda *_: None
    )
    its_variant = sa.select(variant.c.id).where(variant.c.sku == "P0007-S").scalar_subquery()
    await database.write(
        lambda tx: tx.execute(
            sa.update(stock).where(stock.c.variant_id == its_variant).values(reserved=stock.c.on_hand)
        )
    )
    return database


async def page(client: httpx.AsyncClient, query: str) -> tuple[list[str], str | None]:
    answer = (await client.get(f"/store/v1/products?limit=5&{query}")).json()
    return [item["slug"] for item in answer["items"]], answer["next_cursor"]


async def test_a_walk_ends_after_so_many_products_and_the_next_goes_on(
    client: httpx.AsyncClient, shelf: Database
) -> None:
    for sort in ("newest", "price", "-price"):
        query = f"in_stock=false&sort={sort}"
        first, cursor = await page(client, query)
        assert cursor is not None, f"by {sort} the walk ended before the shelf did"
        second, end = await page(client, f"{query}&cursor={cursor}")
        assert ([*first, *second], end) == ([SOLD_OUT], None)
    found, cursor = await page(client, "in_stock=true")
    assert (len(found), cursor is not None) == (5, True)
    # Nothing reads all products to find the few that it looks at.
    plan = await plan_of(shelf, ProductQuery(sort=Sort.NEWEST, limit=5, in_stock=False))
    assert WALKS[shelf.engine] in plan, plan
    assert "Seq Scan on product" not in plan, plan


async def plan_of(database: Database, query: ProductQuery) -> str:
    """What the engine says of how it reads the list."""
    statement = list_statement(shape_of(query))
    values = {**parameters_of(query), "most": query.limit + 1}
    if database.engine is Engine.POSTGRESQL:
        # As after a while of service; without it the plan is made for whatever was in the tables before.
        await database.write(lambda tx: tx.connection.exec_driver_sql("ANALYZE product, variant, stock"))
    prefix = "EXPLAIN QUERY PLAN " if database.engine is Engine.SQLITE else "EXPLAIN "

    engine = getattr(database._reader, "sync_engine", database._reader)
    text = str(statement.params(**values).compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True}))
    rows = await database.read(lambda db: db.execute(sa.text(prefix + text)).all())
    return "\n".join(str(row) for row in rows)
