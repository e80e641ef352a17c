"""Ongkir over HTTP: quotes for buyers, the price list for staff."""

from datetime import timedelta
from typing import Annotated

import msgspec
from litestar import Response, get, post, put
from litestar.params import Parameter
from msgspec import Meta

from niaga.accounts.public import Permission, staff
from niaga.catalogue.errors import unknown_sku
from niaga.catalogue.public import VariantCache, VariantView
from niaga.foundation.errors import InvalidFields, invalid_field
from niaga.foundation.money import IDR
from niaga.foundation.paging import BadCursor
from niaga.platform.database import Database, Reader
from niaga.platform.http import PUBLIC, Cursor, Limit, Quantity, ShopRequest, ShortLine, actor_of, language_of
from niaga.regions.public import Level, Regions
from niaga.shipping.actions import replace_tariffs
from niaga.shipping.errors import OriginMissing
from niaga.shipping.model import (
    MAX_FREIGHT,
    MAX_LINES,
    ShippingLine,
    Tariff,
)
from niaga.shipping.queries import list_tariffs
from niaga.shipping.ready import ReadyQuotes
from niaga.shipping.rules.quote import shipping_request
from niaga.shipping.rules.tariff_checks import tariff_problems
from niaga.shipping.shelf import Tariffs
from niaga.shipping.wire import QuoteAnswer
from niaga.shop.public import SettingsCache

RegionCode = Annotated[str, Meta(min_length=1, max_length=13)]
Price = Annotated[int, Meta(ge=0, le=MAX_FREIGHT)]
Weight = Annotated[int, Meta(ge=0, le=1_000_000)]
Days = Annotated[int, Meta(ge=0, le=365)]
MAX_TARIFFS = 1_000


class QuoteDestination(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where it goes: a district or a village. Postal code and position are for couriers that ask for them."""

    region_code: RegionCode
    postal_code: Annotated[str, Meta(pattern=r"^[0-9]{5}$", max_length=5)] | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None


class QuoteLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many of one variant."""

    sku: ShortLine
    quantity: Quantity


class QuoteBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be sent where."""

    destination: QuoteDestination
    lines: Annotated[list[QuoteLine], Meta(min_length=1, max_length=MAX_LINES)]
    insured: bool = False
    cod: bool = False


class TariffItem(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A line of the price list: up to `first_grams` costs `price_first`, each begun `step_grams` more `price_next`."""

    origin_code: RegionCode
    destination_code: RegionCode
    courier: ShortLine
    service: ShortLine
    price_first: Annotated[int, Meta(ge=1, le=MAX_FREIGHT)]
    first_grams: Annotated[int, Meta(ge=1, le=1_000_000)] = 1_000
    price_next: Price
    step_grams: Annotated[int, Meta(ge=1, le=1_000_000)] = 1_000
    min_grams: Weight = 0
    min_price: Price = 0
    etd_min_days: Days | None = None
    etd_max_days: Days | None = None


class TariffList(msgspec.Struct, kw_only=True):
    """A page of the price list by courier, service, destination and origin. Amounts are in `currency`."""

    items: list[TariffItem]
    currency: str
    next_cursor: str | None


class TariffsBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The new price list; with `courier` and `service` the list of that service alone, the others stay."""

    tariffs: Annotated[list[TariffItem], Meta(max_length=MAX_TARIFFS)]
    courier: ShortLine | None = None
    service: ShortLine | None = None


class TariffsReplaced(msgspec.Struct, kw_only=True):
    """How many tariffs stand in the place of the old ones."""

    count: int


@post(
    "/store/v1/shipping/quotes",
    policy=PUBLIC,
    tags=["shipping"],
    summary="What sending these lines to this place costs",
    status_code=200,
    once="ignored",
    refuses=(OriginMissing,),
)
async def quote_lines(
    request: ShopRequest,
    database: Database,
    regions: Regions,
    shop_settings: SettingsCache,
    variants: VariantCache,
    tariffs: Tariffs,
    quotes: ReadyQuotes,
    data: QuoteBody,
) -> Response[QuoteAnswer]:
    """Options, each explained step by step and promised until `expires_at`, and what is not offered and why.

    Nothing is stored, so an Idempotency-Key may be sent and is ignored.
    """
    _require_district(regions, data.destination.region_code)
    settings = await shop_settings.current()
    if settings.origin_region_code is None:
        raise OriginMissing
    sold = await _sold(variants, data.lines)
    asked = shipping_request(
        [_line(sold[line.sku], line.quantity) for line in data.lines],
        origin_code=settings.origin_region_code,
        destination_code=data.destination.region_code,
        insured=data.insured,
        cod=data.cod,
    )
    rates = await tariffs.current(database)
    expires_at = database.clock.now().replace(microsecond=0) + timedelta(minutes=settings.option_expiry_minutes)
    body = quotes.answer(rates, database.vault, asked, expires_at=expires_at, language=language_of(request))
    return Response(body, media_type="application/json")


@get(
    "/admin/v1/tariffs",
    policy=staff(Permission.TARIFFS_READ),
    tags=["shipping"],
    summary="The price list",
    refuses=(BadCursor,),
)
async def list_tariff_items(
    database: Database,
    courier: Annotated[str | None, Parameter(max_length=64, description="A courier's code: `jne`")] = None,
    service: Annotated[str | None, Parameter(max_length=64, description="A service's code: `REG`")] = None,
    destination_code: Annotated[str | None, Parameter(max_length=13, description="A region's code, or `*`")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> TariffList:
    """A page of the price list. A tariff to a province or regency holds for places within it that have none."""

    def query(db: Reader) -> TariffList:
        page = list_tariffs(
            db, courier=courier, service=service, destination_code=destination_code, cursor=cursor, limit=limit
        )
        items = [TariffItem(**tariff._asdict()) for tariff in page.items]
        return TariffList(items=items, currency=IDR, next_cursor=page.next_cursor)

    return await database.read(query)


@put(
    "/admin/v1/tariffs",
    policy=staff(Permission.TARIFFS_WRITE),
    tags=["shipping"],
    summary="Replace the price list, or that of one service",
)
async def put_tariffs(
    request: ShopRequest, database: Database, regions: Regions, tariffs: Tariffs, data: TariffsBody
) -> TariffsReplaced:
    """All tariffs, or those of one service; quotes use them at once. Sending the same list again changes nothing."""
    rows = [Tariff(**msgspec.structs.asdict(item)) for item in data.tariffs]
    of = _service_named(data)
    problems = tariff_problems(rows, is_region=lambda code: regions.find_region(code) is not None, of=of)
    if problems:
        raise InvalidFields(tuple(problems))
    courier, service = of or (None, None)
    actor = actor_of(request)
    count = await database.write(lambda tx: replace_tariffs(tx, rows, actor=actor, courier=courier, service=service))
    tariffs.forget()
    return TariffsReplaced(count=count)


routes = [quote_lines, list_tariff_items, put_tariffs]


def _service_named(data: TariffsBody) -> tuple[str, str] | None:
    if data.courier is None and data.service is None:
        return None
    if data.courier is None or data.service is None:
        missing = "courier" if data.courier is None else "service"
        raise invalid_field(missing, "shipping.half_a_service", "Name both courier and service, or neither.")
    return data.courier, data.service


def _require_district(regions: Regions, code: str) -> None:
    region = regions.find_region(code)
    path = "destination.region_code"
    if region is None:
        raise invalid_field(path, "regions.unknown_region", "There is no region with the code {region}.", region=code)
    if region.level not in (Level.DISTRICT, Level.VILLAGE):
        message = "{region} is too large a region; name the district or the village."
        raise invalid_field(path, "shipping.region_too_large", message, region=code)


async def _sold(variants: VariantCache, lines: list[QuoteLine]) -> dict[str, VariantView]:
    """The variants of the lines by SKU. Raises InvalidFields naming every line that nobody sells."""
    found = await variants.find(sorted({line.sku for line in lines}))
    sold = {sku: variant for sku, variant in found.items() if variant.published}
    problems = [unknown_sku(f"lines[{at}].sku", line.sku) for at, line in enumerate(lines) if line.sku not in sold]
    if problems:
        raise InvalidFields(tuple(problems))
    return sold


def _line(variant: VariantView, quantity: int) -> ShippingLine:
    return ShippingLine(
        variant.sku,
        quantity,
        variant.weight_grams,
        variant.length_mm,
        variant.width_mm,
        variant.height_mm,
        variant.price.amount,
    )
