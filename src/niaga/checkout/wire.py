"""Orders on the wire: what a body may say, how it becomes a request, and what is answered."""

from datetime import datetime
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta

from niaga.accounts.public import normalised_email
from niaga.addresses.public import AddressBody, phone_number, place_of
from niaga.checkout.desk import Priced
from niaga.checkout.model import WEB, AskedLine, OrderRequest
from niaga.foundation.clock import rfc3339
from niaga.foundation.errors import FieldProblem, InvalidFields
from niaga.foundation.identity import with_prefix
from niaga.orders.public import (
    Contact,
    Order,
    OrderLineWire,
    OrderShippingWire,
    OrderWire,
    Override,
    ShippingAddress,
    TimelineEntry,
    TotalsWire,
    access_token,
    line_wire,
    order_fields,
    totals_wire,
)
from niaga.payments.public import Payment, PaymentMethod
from niaga.platform.crypto import Vault
from niaga.platform.database import Transaction
from niaga.platform.http import Amount, Line, Metadata, Quantity, ShortLine, Text
from niaga.platform.language import translate
from niaga.regions.public import Regions
from niaga.shipping.public import ByOption, ByService
from niaga.shop.public import ShopSettings

MOST_LINES = 100
_encode = msgspec.json.Encoder().encode
_EMAIL_MESSAGE = "Write an e-mail address such as sari@example.com."


class OrderLineBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many of one variant."""

    sku: ShortLine
    quantity: Quantity


class ContactBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Whom to write to: a phone number or an e-mail address, or both."""

    name: Line
    phone: ShortLine | None = None
    email: Annotated[str, Meta(min_length=3, max_length=254)] | None = None


class ShippingBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The option of a quote, or a courier and one of its services at the price of the moment."""

    option_id: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    courier: ShortLine | None = None
    service: ShortLine | None = None


class OrderBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A whole order in one call."""

    lines: Annotated[list[OrderLineBody], Meta(min_length=1, max_length=MOST_LINES)]
    contact: ContactBody
    shipping_address: AddressBody
    shipping: ShippingBody
    insured: bool = False
    payment_method: ShortLine
    payment_channel: ShortLine | None = None
    notes: Text = ""
    metadata: Metadata = {}
    expected_total: Amount | None = None


class OverrideBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Other figures than the shop's, and why."""

    reason: Line
    shipping_price: Amount | None = None
    unit_prices: Annotated[dict[ShortLine, Amount], Meta(max_length=MOST_LINES)] = {}


class StaffOrderBody(OrderBody, forbid_unknown_fields=True, kw_only=True):
    """An order taken by staff: from which channel, under which number there, with which agreed figures."""

    channel: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,29}$(?!\n)", min_length=1, max_length=30)] = "whatsapp"
    external_number: ShortLine | None = None
    override: OverrideBody | None = None


class InstructionsWire(msgspec.Struct, frozen=True, kw_only=True):
    """How to pay. `transfer`: exactly `amount` to this account."""

    type: str
    bank: str
    number: str
    holder: str
    amount: int


class PaymentWire(msgspec.Struct, frozen=True, kw_only=True):
    """What is due: `amount` = the order's total + `unique_code`."""

    id: str
    method: str
    channel: str
    status: str
    amount: int
    unique_code: int
    currency: str
    instructions: InstructionsWire
    expires_at: str | None
    settled_at: str | None
    received_amount: int | None


class OrderView(OrderWire, frozen=True, kw_only=True):
    """An order with its payment. `access_token` opens it again; it is only told when the order is placed."""

    payment: PaymentWire
    access_token: str | None = None
    pay_url: str | None = None


class PaymentOptionWire(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay. `channel` is what `payment_channel` takes."""

    method: str
    channel: str
    name: str
    min: int
    max: int | None
    available: bool
    reason: str | None


class QuotedOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What a dry run answers: nothing was stored."""

    lines: list[OrderLineWire]
    totals: TotalsWire
    shipping: OrderShippingWire
    payment_options: list[PaymentOptionWire]


def order_request(body: OrderBody, regions: Regions, *, language: str, customer_id: str | None = None) -> OrderRequest:
    """A body as a request. Raises InvalidFields naming every field that breaks a rule."""
    problems: list[FieldProblem] = []
    contact = _contact(body.contact, problems)
    place, region = place_of(body.shipping_address, regions, problems, under="shipping_address.")
    choice = shipping_choice(body.shipping, problems)
    method = payment_method(body.payment_method, problems)
    if problems:
        raise InvalidFields(tuple(problems))
    return OrderRequest(
        lines=tuple(AskedLine(f"lines[{place}]", line.sku, line.quantity) for place, line in enumerate(body.lines)),
        contact=contact,
        address=ShippingAddress(**msgspec.structs.asdict(place)),
        region_path=region.path if region else (),
        shipping=choice,
        insured=body.insured,
        payment_method=method,
        payment_account=body.payment_channel,
        notes=body.notes,
        metadata=body.metadata,
        expected_total=body.expected_total,
        language=language,
        channel=body.channel if isinstance(body, StaffOrderBody) else WEB,
        external_number=body.external_number if isinstance(body, StaffOrderBody) else None,
        override=_override(body, body.override) if isinstance(body, StaffOrderBody) and body.override else None,
        customer_id=customer_id,
    )


def _override(body: OrderBody, override: OverrideBody) -> Override:
    ordered = {line.sku for line in body.lines}
    message = "There is no line with the SKU {sku} in this order."
    foreign = [
        FieldProblem(f"override.unit_prices.{sku}", "checkout.not_ordered", message, {"sku": sku})
        for sku in override.unit_prices
        if sku not in ordered
    ]
    if foreign:
        raise InvalidFields(tuple(foreign))
    return Override(reason=override.reason, shipping=override.shipping_price, unit_prices=override.unit_prices)


def _contact(body: ContactBody, problems: list[FieldProblem]) -> Contact:
    phone = email = None
    if body.phone is None and body.email is None:
        problems.append(
            FieldProblem(
                "contact",
                "checkout.contact_missing",
                "Give a phone number or an e-mail address.",
            )
        )
    if body.phone is not None:
        phone = phone_number("contact.phone", body.phone, problems)
    if body.email is not None:
        email = email_address("contact.email", body.email, problems)
    return Contact(name=body.name.strip(), phone=phone, email=email)


def email_address(path: str, text: str, problems: list[FieldProblem]) -> str:
    """The address, tidied; one that is none joins the problems."""
    try:
        return normalised_email(text)
    except InvalidFields:
        problems.append(FieldProblem(path, "request.bad_email", _EMAIL_MESSAGE))
        return ""


def shipping_choice(body: ShippingBody, problems: list[FieldProblem]) -> ByOption | ByService:
    """What was chosen; a choice that is none or two joins the problems."""
    if body.option_id is not None and body.courier is None and body.service is None:
        return ByOption(body.option_id)
    if body.option_id is None and body.courier is not None and body.service is not None:
        return ByService(body.courier, body.service)
    message = "Give either option_id, or courier and service."
    problems.append(FieldProblem("shipping", "checkout.shipping_unclear", message))
    return ByOption("")


def payment_method(text: str, problems: list[FieldProblem]) -> PaymentMethod:
    """The way to pay; one that there is not joins the problems."""
    try:
        return PaymentMethod(text)
    except ValueError:
        known = ", ".join(PaymentMethod)
        message = "There is no such payment method; choose one of {known}."
        problems.append(FieldProblem("payment_method", "payments.unknown_method", message, {"known": known}))
        return PaymentMethod.BANK_TRANSFER


def order_view(
    order: Order,
    payment: Payment,
    timeline: list[TimelineEntry],
    language: str,
    *,
    token: str | None = None,
    pay_url: str | None = None,
) -> OrderView:
    """The whole order in the reader's language."""
    return OrderView(
        **order_fields(order, timeline, language),
        payment=payment_wire(payment),
        access_token=token,
        pay_url=pay_url,
    )


def payment_wire(payment: Payment) -> PaymentWire:
    """The payment from outside."""
    given = payment.instructions
    return PaymentWire(
        id=with_prefix("pay", payment.id),
        method=payment.method.value,
        channel=payment.account,
        status=payment.status.value,
        amount=payment.amount,
        unique_code=payment.unique_code,
        currency=payment.currency,
        instructions=InstructionsWire(
            type="transfer",
            bank=given.bank,
            number=given.number,
            holder=given.holder,
            amount=given.amount,
        ),
        expires_at=None if payment.expires_at is None else rfc3339(payment.expires_at),
        settled_at=None if payment.settled_at is None else rfc3339(payment.settled_at),
        received_amount=payment.received_amount,
    )


def quoted_order(priced: Priced, language: str) -> QuotedOrder:
    """A dry run from outside."""
    order = priced.order
    return QuotedOrder(
        lines=[line_wire(line) for line in order.lines],
        totals=totals_wire(order.totals, order.lines, order.shipping, language),
        shipping=order_fields(order, [], language)["shipping"],
        payment_options=payment_options(priced.settings, language),
    )


def payment_options(settings: ShopSettings, language: str) -> list[PaymentOptionWire]:
    """The ways to pay that the shop accepts."""
    return [
        PaymentOptionWire(
            method=PaymentMethod.BANK_TRANSFER.value,
            channel=account.key,
            name=translate("Bank transfer {bank}", language, bank=account.bank),
            min=1,
            max=None,
            available=True,
            reason=None,
        )
        for account in settings.bank_accounts
    ]


class OrderLink(Protocol):
    """Makes the link that opens an order from a message."""

    def __call__(self, vault: Vault, *, order_id: str, token_version: int, at: datetime) -> str:
        """The address."""
        ...


def placed_answer(tx: Transaction, order: Order, payment: Payment, *, link: OrderLink) -> bytes:
    """The answer to a placed order. Made inside its transaction, because it is stored with it.

    Orders that staff took carry a link for the buyer, who has not seen anything yet.
    """
    first = TimelineEntry(
        version=1, at=tx.now, kind="order.placed", status=order.status, actor_kind="", actor_id="", detail={}
    )
    token = access_token(tx.vault, order.id, order.token_version)
    pay_url = None
    if order.channel != WEB:
        pay_url = link(tx.vault, order_id=order.id, token_version=order.token_version, at=tx.now)
    return _encode(order_view(order, payment, [first], order.language, token=token, pay_url=pay_url))
