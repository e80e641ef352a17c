"""What the pages of a purchase read in the API's answers: carts, ways to send and to pay, orders."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Something the buyer should know; a blocking one stands before her order."""

    code: str
    message: str
    blocking: bool


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a cart at the price of the moment."""

    id: str
    sku: str
    product_slug: str
    name: str
    options: dict[str, str]
    image_url: str | None
    quantity: int
    unit_price: int
    compare_at_price: int | None
    amount: int
    available: int
    problems: tuple[Trouble, ...]


class TotalLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a sum."""

    label: str
    amount: int


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """A sum with its lines."""

    subtotal: int
    total: int
    lines: tuple[TotalLine, ...]


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where to."""

    recipient: str | None = None
    phone: str | None = None
    street: str | None = None
    region_code: str | None = None
    region_path: tuple[str, ...] = ()
    postal_code: str | None = None
    notes: str | None = None


class ChosenShipping(msgspec.Struct, frozen=True, kw_only=True):
    """The courier service of a cart."""

    courier: str
    service: str
    name: str
    price: int


class Cart(msgspec.Struct, frozen=True, kw_only=True):
    """A whole cart."""

    id: str
    order_id: str | None
    quantity: int
    lines: tuple[CartLine, ...]
    contact: Contact | None
    shipping_address: Address | None
    shipping: ChosenShipping | None
    insured: bool
    notes: str
    totals: Totals
    problems: tuple[Trouble, ...]

    @property
    def is_orderable(self) -> bool:
        """Whether nothing in its lines stands before an order."""
        return bool(self.lines) and not any(one.blocking for line in self.lines for one in line.problems)

    @property
    def in_words(self) -> str:
        """`2 Gembor Seng, 1 Kopi Gayo`, for a message."""
        return ", ".join(f"{line.quantity} {line.name}" for line in self.lines)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a price, in words."""

    text: str
    amount: int


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """A courier service that carries the cart."""

    courier: str
    service: str
    name: str
    price: int
    insurance_fee: int
    billed_grams: int
    etd_min_days: int | None
    etd_max_days: int | None
    explanation: tuple[Step, ...]

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.courier}|{self.service}"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, cheapest first."""

    options: tuple[Option, ...]


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay."""

    method: str
    channel: str
    name: str
    available: bool
    reason: str | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.method}|{self.channel}"


class Payments(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[Payment, ...]


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A place that parcels go to."""

    code: str
    name: str
    path: tuple[str, ...]
    postal_codes: tuple[str, ...]

    @property
    def label(self) -> str:
        """`Setiabudi, Kota Administrasi Jakarta Selatan, Daerah Khusus Ibukota Jakarta`."""
        return ", ".join(reversed(self.path))


class Regions(msgspec.Struct, frozen=True, kw_only=True):
    """Places that a search found."""

    items: tuple[Region, ...]


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was agreed."""

    name: str
    options: dict[str, str]
    image_url: str | None
    quantity: int
    unit_price: int
    amount: int


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel on its way."""

    courier: str
    service: str
    tracking_number: str
    shipped_at: datetime


class OrderShipping(msgspec.Struct, frozen=True, kw_only=True):
    """How an order is sent."""

    name: str
    etd_min_days: int | None
    etd_max_days: int | None
    parcels: tuple[Parcel, ...]


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to an order, and when."""

    at: datetime
    kind: str
    status: str


class Instructions(msgspec.Struct, frozen=True, kw_only=True):
    """How to pay."""

    type: str
    bank: str
    number: str
    holder: str
    amount: int


class OrderPayment(msgspec.Struct, frozen=True, kw_only=True):
    """The payment of an order."""

    status: str
    amount: int
    unique_code: int
    instructions: Instructions
    expires_at: datetime | None


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as its holder sees it."""

    id: str
    number: str
    status: str
    cancel_reason: str | None
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    totals: Totals
    shipping: OrderShipping
    contact: Contact
    shipping_address: Address
    notes: str
    timeline: tuple[Happening, ...]
    payment: OrderPayment
    access_token: str | None = None


class FoundOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What a look-up opens."""

    id: str
    number: str
    access_token: str
