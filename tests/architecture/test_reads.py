"""Who reads personal data is written down: a route for staff that answers any says of whom, or the build stops."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar import get
from tests.support.all_routes import whole_app
from tests.support.edge_app import edge_app

from niaga.platform.http import PUBLIC
from niaga.web.openapi import openapi_document

# What only persons have. `name` is not among them: shelves have names, and where a person has one there is more.
PERSONAL = frozenset({
    "address", "addresses", "birthday", "buyer", "buyer_name", "contact", "customer_name", "device", "email",
    "emails", "ip", "latitude", "longitude", "nik", "npwp", "phone", "phones", "postal_code", "recipient",
    "recipient_name", "shipping_address", "street", "whatsapp",
})  # fmt: skip
# What the shop says of itself to everybody.
OF_THE_SHOP = frozenset({"get_settings", "patch_settings"})
# What somebody of staff is told of herself.
OF_ONESELF = frozenset(
    {"list_own_sessions", "open_staff_session_by_passkey", "read_staff_me", "sign_staff_in", "take_invitation"}
)
Document = dict[str, Any]


def document(app: Any) -> Document:
    made: Document = openapi_document(app, version="0", server_url="https://toko.example.com")
    return made


def fields(schema: Document, components: Document, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of all fields inside."""
    reference = schema.get("$ref", "")
    if reference in seen:
        return
    if reference:
        yield from fields(components[reference.rsplit("/", 1)[1]], components, seen | {reference})
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from fields(inner, components, seen)
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for inner in schema.get(key, ()):
            yield from fields(inner, components, seen)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from fields(schema[key], components, seen)


def shown_to_staff(made: Document) -> Iterator[tuple[str, Document, set[str]]]:
    """Each operation for staff, and what of persons it answers."""
    components = made["components"]["schemas"]
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            answers = [answer for status, answer in operation["responses"].items() if status < "300"]
            schemas = [media["schema"] for answer in answers for media in answer.get("content", {}).values()]
            found = {name for schema in schemas for name in fields(schema, components)}
            if path.startswith("/admin/"):
                yield f"{method.upper()} {path}", operation, found & PERSONAL


def silent(made: Document) -> dict[str, list[str]]:
    """Operations that answer what is personal and say nothing of it."""
    return {
        place: sorted(personal)
        for place, operation, personal in shown_to_staff(made)
        if personal and "x-reads" not in operation and operation["operationId"] not in OF_THE_SHOP | OF_ONESELF
    }


@pytest.fixture(scope="module")
def shop() -> Document:
    return document(whole_app().app)


def test_staff_see_no_personal_data_unrecorded(shop: Document) -> None:
    assert silent(shop) == {}, 'say whose it is: reads="order", and call note_read before answering'


def test_the_search_knows_personal_data_when_it_sees_it(shop: Document) -> None:
    seen = {operation["operationId"] for _, operation, personal in shown_to_staff(shop) if personal}
    assert {"list_all_orders", "read_any_order", "take_order", "cancel_any_order", "confirm_payment"} <= seen


def test_a_route_that_forgot_is_named() -> None:
    class Person(msgspec.Struct):
        """Somebody."""

        phone: str

    class People(msgspec.Struct):
        """Several."""

        items: list[Person]

    @get("/admin/v1/people", policy=PUBLIC, summary="People", tags=["people"])
    async def list_people() -> People:
        """It forgot to say so."""
        return People(items=[])

    app = edge_app(handlers=[list_people])
    assert silent(document(getattr(app, "app", app))) == {"GET /admin/v1/people": ["phone"]}
