"""A customer's address book over HTTP. Only she sees it: an address of somebody else is not there."""

from typing import Any

from litestar import Response, delete, get, patch, post

from niaga.accounts.public import customer, session_of
from niaga.addresses.actions import change_address, delete_address, keep_address
from niaga.addresses.errors import AddressBookFull, AddressStale
from niaga.addresses.model import Address
from niaga.addresses.queries import get_address, list_addresses
from niaga.addresses.wire import (
    AddressList,
    AddressPatch,
    AddressView,
    KeptAddressBody,
    address_change,
    address_view,
    kept_place,
)
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import without_prefix
from niaga.platform.database import Database, Transaction
from niaga.platform.http import ShopRequest, answer_once
from niaga.platform.http.versions import IfMatchMissing, seen_version
from niaga.regions.public import Regions


@get(
    "/store/v1/me/addresses",
    policy=customer(),
    tags=["account"],
    summary="My address book",
    operation_id="list_my_addresses",
)
async def list_my_addresses(request: ShopRequest, database: Database, regions: Regions) -> AddressList:
    """The default first, then the newest: at most fifty."""
    mine = session_of(request)
    found = await database.read(lambda db: list_addresses(db, mine.holder_id))
    return AddressList(items=[address_view(one, regions) for one in found], next_cursor=None)


@post(
    "/store/v1/me/addresses",
    policy=customer(),
    tags=["account"],
    summary="Keep an address",
    operation_id="keep_my_address",
    refuses=(AddressBookFull,),
)
async def keep_my_address(
    request: ShopRequest, data: KeptAddressBody, database: Database, regions: Regions
) -> Response[AddressView]:
    """The same rules as for an order's `shipping_address`; a postal code from another regency is refused as well.

    The first address becomes the default, and so does one with `is_default`.
    """
    mine, place = session_of(request), kept_place(data, regions)

    def keep(tx: Transaction) -> Address:
        return keep_address(tx, mine.holder_id, data.label.strip(), place, is_default=data.is_default)

    return await answer_once(request, database, keep, lambda kept: address_view(kept, regions))


@get(
    "/store/v1/me/addresses/{address_id:str}",
    policy=customer(),
    tags=["account"],
    summary="One of my addresses",
    operation_id="read_my_address",
)
async def read_my_address(
    request: ShopRequest, address_id: str, database: Database, regions: Regions
) -> Response[AddressView]:
    """The address with its version as `ETag`: send it back in `If-Match` to change it."""
    mine, found = session_of(request), _own_id(address_id)
    return _answer(await database.read(lambda db: get_address(db, mine.holder_id, found)), regions)


@patch(
    "/store/v1/me/addresses/{address_id:str}",
    policy=customer(),
    tags=["account"],
    summary="Change one of my addresses",
    operation_id="change_my_address",
    refuses=(IfMatchMissing, AddressStale),
    if_match=True,
)
async def change_my_address(
    request: ShopRequest, address_id: str, data: AddressPatch, database: Database, regions: Regions
) -> Response[AddressView]:
    """Changes what the body names; `is_default: true` makes it the default. Orders that went there stay as they are."""
    mine, found, seen = session_of(request), _own_id(address_id), seen_version(request, AddressStale())
    known = await database.read(lambda db: get_address(db, mine.holder_id, found))
    change = address_change(data, known, regions)
    changed = await database.write(
        lambda tx: change_address(tx, mine.holder_id, found, change, if_version=seen), name="change_my_address"
    )
    return _answer(changed, regions)


@delete(
    "/store/v1/me/addresses/{address_id:str}",
    policy=customer(),
    tags=["account"],
    summary="Delete one of my addresses",
    operation_id="delete_my_address",
)
async def delete_my_address(request: ShopRequest, address_id: str, database: Database) -> None:
    """When it was the default, the newest that is left becomes it. Orders that went there stay as they are."""
    mine, found = session_of(request), _own_id(address_id)
    await database.write(lambda tx: delete_address(tx, mine.holder_id, found), name="delete_my_address")


def _own_id(address_id: str) -> str:
    found = without_prefix("adr", address_id)
    if found is None:
        raise NotFound("address", address_id)
    return found


def _answer(one: Address, regions: Regions) -> Response[Any]:
    return Response(address_view(one, regions), headers={"ETag": f'"{one.version}"'})
