"""Her address book: kept, changed, made the default, and deleted after she was asked."""

from http import HTTPStatus

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.platform.language import translate
from niaga.storefront.account.address_form import (
    DELETE,
    GUESS,
    MAKE_DEFAULT,
    SAVE,
    AddressForm,
    body_of,
    errors_in,
    form_of,
    guessed_form,
)
from niaga.storefront.account.people import AddressBook, AddressGuess, Customer, SavedAddress
from niaga.storefront.api import Answer, Problem
from niaga.storefront.cart import once
from niaga.storefront.purchases import Region
from niaga.storefront.regions import region_of, regions_like
from niaga.storefront.routing import form, page
from niaga.storefront.visit import Here, Storefront, Visit

_BOOK = "/store/v1/me/addresses"


@page("addresses")
async def show_addresses(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """All of them."""
    visit = storefront.visit(request)
    book = await visit.mine(_BOOK, AddressBook)
    return await visit.show("account/addresses.html.j2", Here("addresses"), addresses=book.items)


@page("new_address")
async def show_new_address(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """An empty form, with her name and number."""
    visit = storefront.visit(request)
    me = await visit.mine("/store/v1/me", Customer)
    return await _show(visit, AddressForm(recipient=me.name, recipient_phone=me.phone or ""))


@form("new_address")
async def keep_address(request: ShopRequest, data: AddressForm, storefront: Storefront) -> Response[bytes]:
    """One more in the book."""
    return await _write(storefront.visit(request), data)


@page("saved_address")
async def show_address(request: ShopRequest, storefront: Storefront, address_id: str) -> Response[bytes]:
    """One of them, to be changed."""
    visit = storefront.visit(request)
    saved = await visit.mine(f"{_BOOK}/{address_id}", SavedAddress)
    return await _show(visit, form_of(saved), saved=saved)


@form("saved_address")
async def change_address(
    request: ShopRequest, address_id: str, data: AddressForm, storefront: Storefront
) -> Response[bytes]:
    """Changed, made the default, or deleted."""
    visit = storefront.visit(request)
    if data.deed == DELETE:
        (await visit.act(f"DELETE {_BOOK}/{address_id}", type(None))).or_pass()
        visit.tell("address_deleted")
        return visit.go("addresses")
    saved = await visit.mine(f"{_BOOK}/{address_id}", SavedAddress)
    if data.deed == MAKE_DEFAULT:
        change = {"is_default": True}
        answer = await visit.act(f"PATCH {_BOOK}/{address_id}", SavedAddress, change, seen=saved.version)
        answer.or_stop()
        visit.tell("saved")
        return visit.go("addresses")
    return await _write(visit, data, saved)


async def _write(visit: Visit, data: AddressForm, saved: SavedAddress | None = None) -> Response[bytes]:
    if data.deed == GUESS:
        return await _show_guess(visit, data, saved)
    if data.seeks_region:
        found = await regions_like(visit, data.district)
        return await _show(visit, data, saved=saved, found=found)
    answer = await _kept(visit, data, saved)
    if answer.problem is not None:
        return await _show(visit, data, answer.problem, saved=saved)
    visit.tell("saved")
    return visit.go("addresses")


async def _kept(visit: Visit, data: AddressForm, saved: SavedAddress | None) -> Answer[SavedAddress]:
    if saved is None:
        return await visit.act(f"POST {_BOOK}", SavedAddress, body_of(data), key=data.once or once())
    seen = int(data.version) if data.version.isdecimal() else 0
    return await visit.act(f"PATCH {_BOOK}/{saved.id}", SavedAddress, body_of(data), seen=seen)


async def _show_guess(visit: Visit, data: AddressForm, saved: SavedAddress | None) -> Response[bytes]:
    """The form as a written address fills it in; which region it means is for her to see and to say."""
    answer = await visit.send("POST /store/v1/regions/address-guesses", AddressGuess, {"text": data.whole})
    if answer.problem is not None:
        return await _show(visit, data, answer.problem, saved=saved)
    guess = answer.or_stop()
    return await _show(visit, guessed_form(data, guess), saved=saved, found=guess.candidates)


async def _show(
    visit: Visit,
    typed: AddressForm,
    problem: Problem | None = None,
    *,
    saved: SavedAddress | None = None,
    found: tuple[Region, ...] | None = None,
) -> Response[bytes]:
    errors = errors_in(problem)
    if found is not None and typed.deed == SAVE:
        errors["district"] = translate("Choose the district from this list.", visit.language)
    region = await region_of(visit, typed.region_code)
    return await visit.show(
        "account/address.html.j2",
        Here("saved_address", {"address_id": saved.id}) if saved else Here("new_address"),
        status=problem.status if problem else HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        saved=saved,
        typed=typed,
        errors=errors,
        problem=problem if not errors else None,
        region=region,
        found=found,
        once=typed.once or once(),
    )
