"""`niaga seed load`: the catalogue that load tests drive, the same every time, made to any size.

Names, slugs, SKUs, prices and pictures are those of the shared benchmark, so that every system under test sells the
same things. It may be run again: what is there is left as it is, so a load that was cut short goes on where it ended.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from niaga.catalogue.public import Feature, ProductDraft, VariantDraft, Words, create_products, taken_skus
from niaga.cli.load_pictures import PICTURES, picture
from niaga.foundation.identity import new_id
from niaga.inventory.public import Quantity, Reason, Source, StockKey, receive_stock
from niaga.platform.audit import Actor, ActorKind
from niaga.regions.public import Level, RegionFilter
from niaga.shipping.public import replace_tariffs, sample_tariffs
from niaga.shop.public import BankAccount, SettingsPatch, change_settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import sqlalchemy as sa

    from niaga.platform.database import Database, Transaction
    from niaga.regions.public import Regions

ADJECTIVES = (
    "amber", "brisk", "calm", "dusky", "eager", "fabled", "gentle", "hollow", "ivory", "jolly", "keen", "lunar",
    "mellow", "nimble", "opal", "placid", "quiet", "rustic", "silver", "tidal", "umber", "velvet", "woven", "young",
    "zesty",
)  # fmt: skip
NOUNS = tuple(PICTURES)
HOT_PRODUCTS = 20
HOT_STOCK = 50
MAX_VARIANTS = 250
ORIGIN = "32.73"
_SIZES = ("S", "M", "L", "XL", "XXL")
_SIZE = Words("Ukuran", "Size")
_VARIANTS_TOGETHER = 3_000
_ACCOUNT = BankAccount(key="load", bank="BCA", number="1234567890", holder="Toko Uji Beban")
_SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `skipped` products were there before; settings and tariffs are made where there were none."""

    products: int
    variants: int
    skipped: int
    tariffs: int
    settings_made: bool
    pictures: int


async def load_catalogue(
    database: Database,
    *,
    products: int,
    variants: int,
    stock: int,
    regions: Regions,
    media: Path,
    progress: Callable[[int, int], None],
) -> LoadReport:
    """Make the catalogue, its stock and pictures, and what checkout needs: origin, account, tariffs to everywhere.

    `progress(done, total)` is told how many variants are done. Transfer codes are off in settings that it makes: a load
    test opens more transfers at once than there are codes.
    """
    assert 1 <= variants <= MAX_VARIANTS, "the command line checks this"
    tariffs = await _make_ready(database, regions)
    pictures = await asyncio.to_thread(_draw, media)
    waiting = drafts(products, variants)
    together = max(1, _VARIANTS_TOGETHER // variants)
    total, done, made, skipped = products * variants + HOT_PRODUCTS, 0, 0, 0
    progress(0, total)
    while chunk := list(islice(waiting, together)):
        new = await database.write(lambda tx, chunk=chunk: _load(tx, chunk, stock))  # type: ignore[misc]
        made += new
        skipped += len(chunk) - new
        done += sum(len(draft.variants) for draft in chunk)
        progress(done, total)
    await database.run_sync(_let_planner_know)
    return LoadReport(
        products=made,
        variants=total,
        skipped=skipped,
        tariffs=tariffs,
        settings_made=tariffs > 0,
        pictures=pictures,
    )


def _let_planner_know(connection: sa.Connection) -> None:
    """A planner that has never looked at so many new rows scans them; MariaDB looks by itself."""
    if connection.dialect.name in ("postgresql", "sqlite"):
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def drafts(products: int, variants: int) -> Iterator[ProductDraft]:
    """The products of the benchmark in their order: the ordinary ones, then the few that everybody wants at once."""
    sizes = [_size(place) for place in range(variants)]
    for number in range(1, products + 1):
        yield _ordinary(number, sizes)
    for number in range(1, HOT_PRODUCTS + 1):
        yield _hot(number)


def _size(place: int) -> str:
    return _SIZES[place] if place < len(_SIZES) else f"{place - 2}XL"


def _ordinary(number: int, sizes: list[str]) -> ProductDraft:
    adjective, noun = ADJECTIVES[number * 7 % len(ADJECTIVES)], NOUNS[number % len(NOUNS)]
    text = f"A {adjective} {noun}, number {number}. " + "Made to be listed, searched, carted and sold. " * 6
    return ProductDraft(
        slug=f"product-{number:04d}",
        name=_both(f"{adjective.title()} {noun.title()} {number:04d}"),
        description=_both(text.strip()),
        images=(f"/media/img-{number % len(NOUNS):02d}.png",),
        variants=tuple(
            _variant(f"P{number:04d}-{size}", size, 1000 + 7 * number + 100 * place) for place, size in enumerate(sizes)
        ),
    )


def _hot(number: int) -> ProductDraft:
    return ProductDraft(
        slug=f"hot-{number:02d}",
        name=_both(f"Drop {number:02d}"),
        description=_both("Limited drop."),
        images=("/media/img-00.png",),
        variants=(_variant(f"HOT-{number:02d}", "S", 2500),),
    )


def _variant(sku: str, size: str, price: int) -> VariantDraft:
    option = Feature("ukuran", _SIZE, size.lower(), Words(size, size))
    return VariantDraft(
        sku=sku, price=price, weight_grams=400, length_mm=200, width_mm=150, height_mm=100, options=(option,)
    )


def _both(text: str) -> Words:
    return Words(text, text)


def _load(tx: Transaction, chunk: list[ProductDraft], stock: int) -> int:
    """Make those of the chunk that are not there yet, with their stock; answers how many."""
    there = taken_skus(tx, [draft.variants[0].sku for draft in chunk])
    made = create_products(tx, [draft for draft in chunk if draft.variants[0].sku not in there])
    pieces = [
        Quantity(StockKey(variant.id), HOT_STOCK if variant.sku.startswith("HOT-") else stock)
        for product in made
        for variant in product.variants
    ]
    receive_stock(tx, [one for one in pieces if one.pieces > 0], Reason.RECEIVED, Source("load", new_id()))
    return len(made)


async def _make_ready(database: Database, regions: Regions) -> int:
    """Where the shop has no origin yet: set one and an account, fill the price list; answers how many tariffs."""
    regencies = list(_regencies(regions))

    def make(tx: Transaction) -> int:
        settings = read_settings(tx)
        if settings.origin_region_code is not None:
            return 0
        accounts = settings.bank_accounts or (_ACCOUNT,)
        patch = SettingsPatch(origin_region_code=ORIGIN, bank_accounts=accounts, transfer_codes=False)
        change_settings(tx, _SYSTEM, patch, None, places=regions)
        return replace_tariffs(tx, sample_tariffs(ORIGIN, regencies))

    return await database.write(make)


def _regencies(regions: Regions) -> Iterator[str]:
    cursor = None
    while True:
        page = regions.list_regions(RegionFilter(level=Level.REGENCY), limit=100, cursor=cursor)
        yield from (region.code for region in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _draw(media: Path) -> int:
    """Write the pictures that are not there yet; answers how many."""
    media.mkdir(parents=True, exist_ok=True)
    drawn = 0
    for number, noun in enumerate(NOUNS):
        path = media / f"img-{number:02d}.png"
        if not path.exists():
            path.write_bytes(picture(noun))
            drawn += 1
    return drawn
