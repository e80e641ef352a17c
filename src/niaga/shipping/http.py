"""Ongkir over HTTP: quotes for buyers, the price list for staff."""

from typing import Annotated

import msgspec
from litestar import get, post, put
from litestar.params import Parameter
from msgspec import Meta

from niaga.accounts.public import Permission, staff
from niaga.foundation.errors import InvalidFields, invalid_field
from niaga.foundation.money import IDR
from niaga.foundation.paging import BadCursor
from niaga.platform.database import Database, Reader
from niaga.platform.http import PUBLIC, Cursor, Encoded, Limit, ShopRequest, ShortLine, actor_of, language_of
from niaga.regions.public import Regions
from niaga.shipping.actions import replace_tariffs
from niaga.shipping.desk import QuoteDesk
from niaga.shipping.errors import OriginMissing
from niaga.shipping.model import MAX_FREIGHT, Tariff
from niaga.shipping.queries import list_tariffs
from niaga.shipping.rules.tariff_checks import tariff_problems
from niaga.shipping.shelf import Tariffs
from niaga.shipping.wire import QuoteAnswer, QuoteBody, RegionCode

Price = Annotated[int, Meta(ge=0, le=MAX_FREIGHT)]
Weight = Annotated[int, Meta(ge=0, le=1_000_000)]
Days = Annotated[int, Meta(ge=0, le=365)]
MAX_TARIFFS = 1_000


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
    straight=True,
    refuses=(OriginMissing,),
)
async def quote_lines(request: ShopRequest, quotes: QuoteDesk, data: QuoteBody) -> Encoded[QuoteAnswer]:
    """Options, each explained step by step and promised until `expires_at`, and what is not offered and why.

    Nothing is stored, so an Idempotency-Key may be sent and is ignored.
    """
    return Encoded(await quotes.answer(data, language_of(request)))


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
