"""An address on the wire: what a body may say, and what is wrong with it. Orders, carts and address books share this."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from niaga.addresses.model import Address, AddressChange, Place
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.foundation.identity import with_prefix
from niaga.platform.http import Line, ShortLine
from niaga.platform.phones import e164
from niaga.regions.public import Level, Region, Regions, regency_code

RegionCode = Annotated[str, Meta(min_length=1, max_length=13)]
PostalCode = Annotated[str, Meta(pattern=r"^[0-9]{5}$(?!\n)", min_length=5, max_length=5)]
Directions = Annotated[str, Meta(max_length=300)]
Label = Annotated[str, Meta(max_length=64, pattern=r"^[^\r\n\t]*$(?!\n)")]
_PHONE_MESSAGE = "Write a phone number such as 0812-3456-7890."
_ONE_LINE = ("recipient", "street")


class AddressBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where to. The region is a district (kecamatan) or a village."""

    recipient: Line
    phone: ShortLine
    street: Line
    region_code: RegionCode
    postal_code: PostalCode
    notes: Directions = ""


class KeptAddressBody(AddressBody, forbid_unknown_fields=True, kw_only=True):
    """An address for the book. `label` is one's own word for it (Rumah, Kantor); the first one is the default anyway."""

    label: Label = ""
    is_default: bool = False


class AddressPatch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall be different; what is left out stays. `is_default: true` makes it the one that is offered first."""

    label: Label | UnsetType = UNSET
    recipient: Line | UnsetType = UNSET
    phone: ShortLine | UnsetType = UNSET
    street: Line | UnsetType = UNSET
    region_code: RegionCode | UnsetType = UNSET
    postal_code: PostalCode | UnsetType = UNSET
    notes: Directions | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET


class AddressView(msgspec.Struct, frozen=True, kw_only=True):
    """An address of one's own book. `region_path` names the region and those around it, the province first."""

    id: str
    version: int
    label: str
    recipient: str
    phone: str
    street: str
    region_code: str
    region_path: list[str]
    postal_code: str
    notes: str
    is_default: bool
    created_at: datetime


class AddressList(msgspec.Struct, frozen=True, kw_only=True):
    """The whole book, the default first, then the newest; all on one page."""

    items: list[AddressView]
    next_cursor: str | None


def place_of(
    body: AddressBody, regions: Regions, problems: list[FieldProblem], *, under: str = ""
) -> tuple[Place, Region | None]:
    """A body as a place, and its region. What is wrong joins the problems, at paths that begin with `under`."""
    region = delivery_region(body.region_code, regions, problems, under=under)
    place = Place(
        recipient=body.recipient.strip(),
        phone=phone_number(f"{under}phone", body.phone, problems),
        street=body.street.strip(),
        region_code=body.region_code,
        postal_code=body.postal_code,
        notes=body.notes,
    )
    return place, region


def delivery_region(code: str, regions: Regions, problems: list[FieldProblem], *, under: str = "") -> Region | None:
    """The district or village that an address names; what is wrong with it joins the problems."""
    region = regions.find_region(code)
    path = f"{under}region_code"
    if region is None:
        message = "There is no region with the code {region}."
        problems.append(FieldProblem(path, "regions.unknown_region", message, {"region": code}))
    elif region.level not in (Level.DISTRICT, Level.VILLAGE):
        message = "{region} is too large a region; name the district or the village."
        problems.append(FieldProblem(path, "regions.too_wide", message, {"region": code}))
    return region


def phone_number(path: str, text: str, problems: list[FieldProblem]) -> str:
    """The number as `+62…`; one that is none joins the problems."""
    number = e164(text)
    if number is None:
        problems.append(FieldProblem(path, "request.bad_phone", _PHONE_MESSAGE))
    return number or ""


def kept_place(body: KeptAddressBody, regions: Regions) -> Place:
    """A body as a place for the book. Raises InvalidFields naming every field that breaks a rule."""
    problems: list[FieldProblem] = []
    place, region = place_of(body, regions, problems)
    if not problems and region is not None:
        _check_postal_code(region, body.postal_code, regions, problems)
    if problems:
        raise InvalidFields(tuple(problems))
    return place


def address_change(body: AddressPatch, seen: Address, regions: Regions) -> AddressChange:
    """What a body changes of an address as it was seen. Raises InvalidFields naming every field that breaks a rule."""
    problems: list[FieldProblem] = []
    given = _given(body)
    if "phone" in given:
        given["phone"] = phone_number("phone", given["phone"], problems)
    region = delivery_region(given.get("region_code", seen.place.region_code), regions, problems)
    if not problems and region is not None and {"region_code", "postal_code"} & given.keys():
        _check_postal_code(region, given.get("postal_code", seen.place.postal_code), regions, problems)
    if body.is_default is False and seen.is_default:
        message = "Make another address the default instead."
        problems.append(FieldProblem("is_default", "addresses.needs_default", message))
    if problems:
        raise InvalidFields(tuple(problems))
    label = body.label if isinstance(body.label, UnsetType) else body.label.strip()
    return AddressChange(label=label, place=given, makes_default=body.is_default is True)


def address_view(one: Address, regions: Regions) -> AddressView:
    """An address from outside."""
    region = regions.find_region(one.place.region_code)
    return AddressView(
        id=with_prefix("adr", one.id),
        version=one.version,
        label=one.label,
        **msgspec.structs.asdict(one.place),
        region_path=list(region.path) if region else [],
        is_default=one.is_default,
        created_at=one.created_at,
    )


def _given(body: AddressPatch) -> dict[str, Any]:
    """The fields of a place that were sent; texts of one line without blanks around them."""
    sent = {name: getattr(body, name) for name in Place.__struct_fields__ if getattr(body, name) is not UNSET}
    return {name: value.strip() if name in _ONE_LINE else value for name, value in sent.items()}


def _check_postal_code(region: Region, postal_code: str, regions: Regions, problems: list[FieldProblem]) -> None:
    """A code of another regency contradicts the region; one that nobody uses is new, or missing in the official list."""
    around = regency_code(region.code)
    used = regions.list_by_postal_code(postal_code)
    if used and not any(regency_code(one.code) == around for one in used):
        message = "The postal code {postal_code} is in use elsewhere, not in {region}."
        facts = {"postal_code": postal_code, "region": region.path[1]}
        problems.append(FieldProblem("postal_code", "regions.foreign_postal_code", message, facts))
