"""Orders as a healthy shop has them, made by the rooms' own actions: placed, paid, shipped, completed, returned, cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from tests.support.outbox import sequence

from niaga.checkout.actions.cancel import cancel_order
from niaga.checkout.actions.place import place_orders
from niaga.checkout.actions.settle import Receipt, settle_payment
from niaga.checkout.drafts import OrderDraft, Placed
from niaga.checkout.model import PricedOrder
from niaga.foundation.identity import new_id
from niaga.fulfilment.public import (
    ReturnDraft,
    Returned,
    ReturnReason,
    ShipmentDraft,
    Shipped,
    complete_order,
    return_order,
    ship_order,
)
from niaga.inventory.public import MAIN_WAREHOUSE, Quantity, Reason, Source, StockKey, receive_stock
from niaga.orders.public import (
    AgreedShipping,
    CancelReason,
    Contact,
    Order,
    OrderLine,
    OrderNumbers,
    OrderStatus,
    ShippingAddress,
    get_order,
)
from niaga.payments.public import PaymentMethod, TransferInstructions, draw_codes, find_payment_of
from niaga.platform.audit import Actor, ActorKind, seal_entries
from niaga.platform.database import write_all
from niaga.platform.idempotency import Answer, Claim, remember_writes
from niaga.pricing.public import Totals

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.platform.database import Database, Transaction

T = TypeVar("T")
WATI = Actor(ActorKind.STAFF, "wati")
GUEST = Actor(ActorKind.GUEST)
ZONE = "Asia/Jakarta"
KOPI, TEH = "KOPI-GAYO-250", "TEH-MELATI-50"
# JNE REG of 2 kg: 11.000 for the first kilogram, 11.000 for the next.
FREIGHT = [22000, 1400, 0, 1400, 2000, 6000, 11000, 1000, 11000, 1000, 1000, 0]


@dataclass(frozen=True)
class Line:
    """What an order is made of."""

    sku: str
    quantity: int
    price: int = 85_000


class Shop:
    """A shop whose staff is Wati, with as much stock as is put into it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.numbers = OrderNumbers(database)
        self.variants: dict[str, str] = {}

    async def act(self, action: Callable[[Transaction], T]) -> T:
        """One action in one transaction."""
        return await self.database.write(action)

    async def stock(self, sku: str, pieces: int) -> str:
        """Receive pieces; the variant's id."""
        variant = self.variants.setdefault(sku, new_id())
        arrived = [Quantity(StockKey(variant), pieces)]
        source = Source("adjustment", new_id())
        await self.act(lambda tx: receive_stock(tx, arrived, Reason.RECEIVED, source))
        return variant

    async def place(self, *lines: Line, actor: Actor = GUEST, discount: int = 0, insurance: int = 0) -> Order:
        """An order that waits for its payment."""
        now = self.database.clock.now()
        await self.numbers.refill(now, ZONE)
        draft = self._draft(lines, actor, discount, insurance)
        render = lambda _tx, order, _payment: order.id.encode()  # noqa: E731
        outcome = (await self.act(lambda tx: place_orders(tx, [draft], numbers=self.numbers, render=render)))[0]
        assert isinstance(outcome, Placed), outcome
        return await self.order(draft.priced.order.id)

    async def pay(self, order: Order, amount: int | None = None) -> Order:
        """Wati saw the money."""
        payment_id = await self.payment_id(order)
        return await self.act(lambda tx: settle_payment(tx, WATI, payment_id, Receipt(amount=amount)))

    async def paid(self, *lines: Line, **more: int) -> Order:
        """An order that is being packed."""
        return await self.pay(await self.place(*lines, **more))  # type: ignore[arg-type]

    async def ship(self, order: Order, number: str | None = None, draft: ShipmentDraft | None = None) -> Shipped:
        """Wati hands a parcel over: everything that is left, unless the draft says otherwise."""
        number = number or f"JP{order.number[-6:]}{order.version}"
        sent = draft or ShipmentDraft(courier="jne", service="REG", tracking_number=number)
        return await self.act(lambda tx: ship_order(tx, WATI, order.id, sent))

    async def complete(self, order: Order) -> Order:
        """Wati knows that it arrived."""
        return await self.act(lambda tx: complete_order(tx, WATI, order.id))

    async def take_back(self, order: Order, reason: ReturnReason = ReturnReason.REFUSED) -> Returned:
        """It came back."""
        return await self.act(lambda tx: return_order(tx, WATI, order.id, ReturnDraft(reason=reason)))

    async def cancel(self, order: Order, reason: CancelReason = CancelReason.STAFF) -> Order:
        """It will not be sent."""
        return await self.act(lambda tx: cancel_order(tx, WATI, order.id, reason))

    async def order(self, order_id: str) -> Order:
        """The order as it is now."""
        return await self.database.read(lambda db: get_order(db, order_id))

    async def payment_id(self, order: Order) -> str:
        """The order's payment."""
        found = await self.database.read(lambda db: find_payment_of(db, order.id))
        assert found is not None
        return found.id

    async def remember_answer(self) -> None:
        """A request was answered under an idempotency key."""
        given = [(Claim(scope="guest POST /", key=new_id(), fingerprint="f"), Answer(201, b"{}"))]
        await self.act(lambda tx: write_all(tx, remember_writes(tx, given)))

    async def settle_down(self) -> None:
        """What the relay does after the commits: positions for events, seals for audit rows."""
        await sequence(self.database, "test")
        await self.act(lambda tx: seal_entries(tx, "test"))

    def _draft(self, lines: tuple[Line, ...], actor: Actor, discount: int, insurance: int) -> OrderDraft:
        order = self._order(lines, discount, insurance)
        return OrderDraft(
            priced=PricedOrder(order=order, paths=tuple(f"lines[{place}]" for place in range(len(lines))), seen={}),
            actor=actor,
            claim=None,
            payment_id=new_id(),
            payment_method=PaymentMethod.BANK_TRANSFER,
            account="bca",
            instructions=TransferInstructions(bank="BCA", number="1234567890", holder="PT Toko Melati", amount=0),
            codes=tuple(draw_codes()),
            prefix="NG",
            zone=ZONE,
        )

    def _order(self, lines: tuple[Line, ...], discount: int, insurance: int) -> Order:
        now = self.database.clock.now()
        subtotal = sum(line.price * line.quantity for line in lines)
        freight = FREIGHT[0]
        return Order(
            id=new_id(),
            number="",
            channel="web",
            external_number=None,
            status=OrderStatus.AWAITING_PAYMENT,
            cancel_reason=None,
            version=1,
            token_version=1,
            language="id",
            totals=Totals(
                subtotal=subtotal,
                discount=discount,
                shipping=freight,
                insurance=insurance,
                total=subtotal - discount + freight + insurance,
            ),
            contact=Contact(name="Sari Wulandari", email="sari@example.com"),
            address=ShippingAddress(
                recipient="Sari Wulandari",
                phone="+6281234567890",
                street="Jl. Setiabudi Tengah No. 12",
                region_code="31.74.02",
                postal_code="12910",
            ),
            region_path=["DKI Jakarta", "Jakarta Selatan", "Setiabudi"],
            shipping=AgreedShipping(
                courier="jne",
                service="REG",
                name="JNE REG",
                billed_grams=2000,
                insured=bool(insurance),
                freight=FREIGHT,
            ),
            tracking=[],
            notes="",
            metadata={},
            override=None,
            placed_at=now,
            expires_at=now + timedelta(hours=24),
            lines=tuple(self._line(number, line) for number, line in enumerate(lines, start=1)),
        )

    def _line(self, number: int, line: Line) -> OrderLine:
        return OrderLine(
            line_no=number,
            variant_id=self.variants[line.sku],
            warehouse_id=MAIN_WAREHOUSE,
            sku=line.sku,
            name=line.sku.title(),
            options={},
            quantity=line.quantity,
            unit_price=line.price,
            amount=line.price * line.quantity,
            weight_grams=250,
        )
