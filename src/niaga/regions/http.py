"""Regions for buyers: what an address form needs, from the list of provinces to a search that forgives spelling."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter
from msgspec import Meta

from niaga.foundation.errors import InvalidFields, NotFound, invalid_field
from niaga.foundation.paging import BadCursor
from niaga.platform.http import PUBLIC, Cursor, Limit
from niaga.regions.public import Level, Region, RegionFilter, RegionGuess, Regions, is_postal_code

_KEPT = {"Cache-Control": "public, max-age=3600"}
_MAX_SEARCH = 300
_MAX_ADDRESS = 600
_AN_ADDRESS = "Jl. Sudirman 5, Kec. Setiabudi, Jaksel 12910"


class RegionItem(msgspec.Struct, kw_only=True):
    """A region on the wire. `path` are the names from the province down; a province lists no postal codes."""

    code: str
    level: Level
    name: str
    type: str
    path: list[str]
    postal_codes: list[str]


class RegionList(msgspec.Struct, kw_only=True):
    """A page of regions."""

    items: list[RegionItem]
    next_cursor: str | None


class AddressTextBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An address as somebody wrote it, in one text."""

    text: Annotated[str, Meta(min_length=1, max_length=_MAX_ADDRESS, examples=[_AN_ADDRESS])]


class MatchWire(msgspec.Struct, frozen=True, kw_only=True):
    """Why: these `words` of the text name this `level` of the region, or are its `postal_code`."""

    level: Annotated[str, Meta(examples=["district"])]
    words: Annotated[str, Meta(examples=["Setiabudi"])]


class RegionGuessWire(RegionItem, kw_only=True):
    """A region that the text may mean; `confidence` in percent, against all others and against none of them."""

    confidence: Annotated[int, Meta(ge=0, le=100, examples=[99])]
    matched: list[MatchWire]


class AddressGuessWire(msgspec.Struct, kw_only=True):
    """The text taken apart, the likeliest region first.

    Only when it is `confident` may the first be taken without asking; else let the buyer choose.
    """

    street: Annotated[str, Meta(examples=["Jl. Sudirman 5"])]
    postal_code: str | None
    phone: Annotated[str | None, Meta(examples=["+6281234567890"])]
    confident: bool
    candidates: list[RegionGuessWire]


@get(
    "/store/v1/regions",
    policy=PUBLIC,
    tags=["regions"],
    summary="Find regions by spelling, level, parent or postal code; the provinces without any filter",
    tagged=True,
    hot=(),
    refuses=(InvalidFields, BadCursor),
    sync_to_thread=False,
)
def list_regions(
    regions: Regions,
    search: Annotated[
        str | None, Parameter(max_length=_MAX_SEARCH, description="As a buyer spells it: `setiabudi jaksel`.")
    ] = None,
    level: Annotated[
        str | None, Parameter(max_length=16, description="`province`, `regency`, `district` or `village`.")
    ] = None,
    parent: Annotated[
        str | None, Parameter(max_length=16, description="A region's code: its children, or with `level` all beneath.")
    ] = None,
    postal_code: Annotated[str | None, Parameter(max_length=16, description="Five digits: who uses them.")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response[RegionList]:
    """A page of regions, the likeliest first when searching, in the order of their codes otherwise."""
    narrowed = RegionFilter(search, _level(level), _parent(regions, parent), _postal_code(postal_code))
    page = regions.list_regions(narrowed, limit=limit, cursor=cursor)
    items = [_item(region) for region in page.items]
    return Response(RegionList(items=items, next_cursor=page.next_cursor), headers=_KEPT)


@get(
    "/store/v1/regions/{code:str}",
    policy=PUBLIC,
    tags=["regions"],
    summary="One region by its Kemendagri code",
    tagged=True,
    hot=(),
    refuses=(NotFound,),
    sync_to_thread=False,
)
def get_region(regions: Regions, code: str) -> Response[RegionItem]:
    """The region with this code: `31.74.02`."""
    return Response(_item(regions.get_region(code)), headers=_KEPT)


@post(
    "/store/v1/regions/address-guesses",
    policy=PUBLIC,
    tags=["regions"],
    summary="Which regions a written address may mean, and how surely",
    operation_id="guess_address",
    status_code=200,
    once="ignored",
    sync_to_thread=False,
)
def guess_address(regions: Regions, data: AddressTextBody) -> AddressGuessWire:
    """Street, postal code, phone number and up to eight regions, read from the right, each with the words that say so.

    `Kota Bandung` is not `Kab. Bandung`, and a postal code from elsewhere speaks against a region. Nothing is stored, so
    an Idempotency-Key may be sent and is ignored.
    """
    guess = regions.parse_address(data.text)
    return AddressGuessWire(
        street=guess.street,
        postal_code=guess.postal_code,
        phone=guess.phone,
        confident=guess.confident,
        candidates=[_guessed(one) for one in guess.candidates],
    )


def _level(text: str | None) -> Level | None:
    if text is None:
        return None
    if text not in set(Level):
        raise invalid_field(
            "level", "regions.unknown_level", "The level must be one of {levels}.", levels=", ".join(Level)
        )
    return Level(text)


def _parent(regions: Regions, code: str | None) -> str | None:
    if code is not None and regions.find_region(code) is None:
        raise invalid_field(
            "parent", "regions.unknown_region", "There is no region with the code {region}.", region=code
        )
    return code


def _postal_code(text: str | None) -> str | None:
    if text is not None and not is_postal_code(text):
        raise invalid_field("postal_code", "regions.bad_postal_code", "A postal code has five digits.")
    return text


def _item(region: Region) -> RegionItem:
    return RegionItem(
        code=region.code,
        level=region.level,
        name=region.name,
        type=region.type,
        path=list(region.path),
        postal_codes=list(region.postal_codes),
    )


def _guessed(guess: RegionGuess) -> RegionGuessWire:
    item = _item(guess.region)
    return RegionGuessWire(
        **{name: getattr(item, name) for name in RegionItem.__struct_fields__},
        confidence=guess.confidence,
        matched=[MatchWire(level=one.level, words=one.words) for one in guess.matched],
    )


routes = [list_regions, get_region, guess_address]
