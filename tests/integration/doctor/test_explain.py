"""An order explained on every engine: each amount stands where it came from, in both languages, and nobody's name does."""

import pytest
from tests.support.healthy import KOPI, TEH, Line, Shop

from niaga.cli.explain import explain
from niaga.foundation.errors import NotFound
from niaga.foundation.money import format_rupiah
from niaga.fulfilment.public import ReturnReason
from niaga.orders.public import CancelReason
from niaga.platform.database import Database


@pytest.fixture
async def shop(database: Database) -> Shop:
    made = Shop(database)
    await made.stock(KOPI, 10)
    await made.stock(TEH, 5)
    return made


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


async def test_a_returned_order_tells_its_whole_story(shop: Shop) -> None:
    order = await shop.place(Line(KOPI, 2), Line(TEH, 1, 50_000), insurance=1_500)
    shipped = (await shop.ship(await shop.pay(order))).order
    returned = await shop.take_back(shipped, ReturnReason.REFUSED)
    lines = squeezed(await explain(shop.database, order.number, "en"))
    for line in (
        f"Order {order.number}: came back",
        "Placed 2026-11-24 12:00 WIB through web",
        "Kopi-Gayo-250 \u00d7 2 Rp170.000",
        "2 \u00d7 Rp85.000",
        "Shipping: JNE REG Rp22.000",
        "First 1 kg Rp11.000",
        "Shipping insurance Rp1.500",
        "Total Rp243.500",
        "2026-11-24 12:00 WIB ordered, not sent yet -> what the buyer owes Rp243.500",
        "2026-11-24 12:00 WIB what the buyer owes -> bank account bca Rp243.500",
        "2026-11-24 12:00 WIB sales of goods -> ordered, not sent yet Rp220.000",
        "ongkir earned -Rp22.000",
        f"refunds owed to buyers {format_rupiah(-returned.refund_amount)}",
        "2026-11-24 12:00 WIB came back (staff)",
    ):
        assert line in lines, "\n".join(lines)
    assert not any("Sari" in line or "Setiabudi" in line for line in lines)


async def test_the_same_story_in_indonesian(shop: Shop) -> None:
    order = await shop.paid(Line(KOPI, 1))
    text = await explain(shop.database, order.number.lower(), "id")
    lines = squeezed(text)
    assert f"Pesanan {order.number}: sedang dikemas" in lines
    assert "1 kg pertama Rp11.000" in lines
    assert "Total Rp107.000" in lines
    for english in ("Order", "Placed", "Payment", "booked", "happened", "bank account", "owes"):
        assert english not in text


async def test_an_unpaid_and_a_cancelled_order_say_so(shop: Shop) -> None:
    order = await shop.place(Line(KOPI, 1))
    assert "Due until 2026-11-25 12:00 WIB" in squeezed(await explain(shop.database, order.number, "en"))
    await shop.cancel(order, CancelReason.BUYER)
    lines = squeezed(await explain(shop.database, order.number, "en"))
    assert f"Order {order.number}: cancelled (buyer)" in lines
    assert lines[lines.index("Where that leaves it (minus: the shop owes or earned it)") + 1] == "nothing is open"


async def test_a_surplus_is_shown(shop: Shop) -> None:
    order = await shop.place(Line(KOPI, 1))
    await shop.pay(order, order.totals.total + 50_000)
    lines = squeezed(await explain(shop.database, order.number, "en"))
    assert "money to be looked into -Rp50.000" in lines


async def test_an_unknown_number_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        await explain(database, "NG-2026-999999", "en")
