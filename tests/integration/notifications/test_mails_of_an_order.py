"""An order's life told by mail, through the outbox, on every engine: once each, and nobody's data in the logs."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from tests.support.healthy import KOPI, Line, Shop
from tests.support.smtp import SmtpScript, SmtpServerUnderTest, smtp_server
from tests.support.statements import statements_of

from niaga.checkout.actions.cancel import expire_orders
from niaga.foundation.clock import FixedClock
from niaga.notifications.handlers import BUYER, OWNER, subscriptions
from niaga.orders.public import CancelReason, Contact, Order
from niaga.platform.database import Database
from niaga.platform.mail import DevelopmentMailbox, Mailer, StoredMessage
from niaga.platform.mail.smtp import Security, SmtpMailer, SmtpServer
from niaga.platform.outbox import Relay, Subscription, Together
from niaga.platform.outbox.tables import task
from niaga.shop.public import SettingsCache
from niaga.shop.store import write_values

PRIVATE = ("sari@", "example.com", "Wulandari", "Setiabudi Tengah", "81234567890", "melati.example")
ORDER = Line(KOPI, 2)


class MailShop(Shop):
    """A shop whose buyer may have another contact and language."""

    contact = Contact(name="Sari Wulandari", email="sari@example.com", phone="+6281234567890")
    language = "id"

    def _order(self, *arguments: object) -> Order:
        order = super()._order(*arguments)
        return msgspec.structs.replace(order, contact=self.contact, language=self.language)


@pytest.fixture
async def shop(database: Database) -> MailShop:
    made = MailShop(database)
    await made.stock(KOPI, 10)
    await database.write(
        lambda tx: write_values(tx, {"name": "Toko Melati", "notification_email": "wati@melati.example"}, 1)
    )
    return made


@pytest.fixture
def mailbox(tmp_path: Path) -> DevelopmentMailbox:
    return DevelopmentMailbox(tmp_path / "mailbox")


def relay_for(database: Database, mailer: Mailer | None, *more: Subscription) -> Relay:
    return Relay(database, [*subscriptions(mailer, "http://127.0.0.1:8000", SettingsCache(database)), *more])


def smtp_to(server: SmtpServerUnderTest) -> SmtpMailer:
    return SmtpMailer(SmtpServer(host="127.0.0.1", port=server.port, security=Security.PLAIN), "toko@melati.example")


async def sent(mailbox: DevelopmentMailbox, to: str = "sari@example.com") -> list[StoredMessage]:
    return [one for one in reversed(await mailbox.list_messages()) if one.to == to]


async def task_states(database: Database) -> dict[str, str]:
    found = await database.read(lambda db: db.execute(sa.select(task.c.handler, task.c.state)).all())
    return {row.handler: row.state for row in found}


async def test_buyer_and_owner_hear_of_a_new_order(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox
) -> None:
    order = await shop.place(ORDER)
    await relay_for(database, mailbox).drain()
    (to_buyer,) = await sent(mailbox)
    (to_owner,) = await sent(mailbox, "wati@melati.example")
    assert to_buyer.subject.startswith(f"Pesanan {order.number}: silakan transfer Rp192.")
    assert "Rabu, 25 November 2026, 12.00 WIB" in to_buyer.text
    assert "http://127.0.0.1:8000/link/order." in to_buyer.text
    assert to_owner.subject == f"Pesanan baru {order.number}: Rp192.000"
    assert "Sari" not in to_owner.text


async def test_the_life_of_an_order_is_told_in_its_order(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox
) -> None:
    relay = relay_for(database, mailbox)
    order = await shop.place(ORDER)
    await relay.drain()
    order = await shop.pay(order)
    await relay.drain()
    await shop.ship(order, "JP1234567890")
    await relay.drain()
    told = await sent(mailbox)
    assert [one.kind for one in told] == ["order.placed", "order.paid", "order.shipped"]
    assert "JP1234567890" in told[2].text
    assert "JNE REG" in told[2].text


async def test_an_english_order_is_told_in_english(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox
) -> None:
    shop.language = "en"
    await shop.pay(await shop.place(ORDER))
    await relay_for(database, mailbox).drain()
    assert {one.language for one in await sent(mailbox)} == {"en"}
    assert any("payment received" in one.subject for one in await sent(mailbox))


async def test_an_expired_order_is_told_and_late_money_is_owed_back(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox, clock: FixedClock
) -> None:
    expiry = Subscription(
        "checkout.expire_order",
        frozenset({"order.placed"}),
        Together(expire_orders),
        due_at=lambda event: event.at + timedelta(hours=24),
    )
    relay = relay_for(database, mailbox, expiry)
    order = await shop.place(Line(KOPI, 10))
    await relay.drain()
    clock.advance(timedelta(hours=25))
    await relay.drain()
    await shop.place(Line(KOPI, 10))
    await shop.pay(await shop.order(order.id))
    await relay.drain()
    told = [one.kind for one in await sent(mailbox) if order.number in one.subject]
    assert told == ["order.placed", "order.cancelled", "order.paid_too_late"]
    owed = [one for one in await sent(mailbox, "wati@melati.example") if one.kind == "order.paid_too_late"]
    assert "kembalikan" in owed[0].subject


async def test_a_cancelled_order_is_told(database: Database, shop: MailShop, mailbox: DevelopmentMailbox) -> None:
    relay = relay_for(database, mailbox)
    order = await shop.place(ORDER)
    await relay.drain()
    await shop.cancel(order, CancelReason.STAFF)
    await relay.drain()
    assert (await sent(mailbox))[-1].subject == f"Pesanan {order.number} dibatalkan"


async def test_who_gave_no_mail_address_gets_no_mail(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox
) -> None:
    shop.contact = Contact(name="Sari Wulandari", phone="+6281234567890")
    await shop.place(ORDER)
    await relay_for(database, mailbox).drain()
    assert [one.to for one in await mailbox.list_messages()] == ["wati@melati.example"]
    assert set((await task_states(database)).values()) == {"done"}


async def test_a_shop_without_a_mail_server_has_no_mails_to_send(database: Database, shop: MailShop) -> None:
    await shop.place(ORDER)
    await relay_for(database, None).drain()
    assert await task_states(database) == {}


async def test_mails_that_waited_for_a_server_that_is_gone_are_skipped(
    database: Database, shop: MailShop, clock: FixedClock
) -> None:
    await shop.place(ORDER)
    async with smtp_server(SmtpScript(drop_at="ACCEPTED")) as server:
        await relay_for(database, smtp_to(server)).drain()
    clock.advance(timedelta(minutes=1))
    await relay_for(database, None).drain()
    assert await task_states(database) == {BUYER: "done", OWNER: "done"}


async def test_an_owner_without_an_address_is_not_written_to(database: Database, shop: MailShop) -> None:
    await database.write(lambda tx: write_values(tx, {"notification_email": None}, 2))
    await shop.place(ORDER)
    async with smtp_server() as server:
        await relay_for(database, smtp_to(server)).drain()
    assert await task_states(database) == {BUYER: "done"}
    assert [one.recipients for one in server.received] == [["sari@example.com"]]


async def test_a_refused_address_is_given_up_and_stops_nobody_elses_mail(database: Database, shop: MailShop) -> None:
    await shop.place(ORDER)
    async with smtp_server(SmtpScript()) as server:
        server.script.refused = {"sari@example.com"}
        await relay_for(database, smtp_to(server)).drain()
    assert await task_states(database) == {BUYER: "dead", OWNER: "done"}
    assert [one.recipients for one in server.received] == [["wati@melati.example"]]


async def test_a_dropped_connection_is_tried_again_under_the_same_name(
    database: Database, shop: MailShop, clock: FixedClock
) -> None:
    await shop.place(ORDER)
    async with smtp_server(SmtpScript(drop_at="ACCEPTED")) as server:
        relay = relay_for(database, smtp_to(server))
        await relay.drain()
        assert set((await task_states(database)).values()) == {"ready"}
        server.script.drop_at = None
        clock.advance(timedelta(minutes=1))
        await relay.drain()
    assert set((await task_states(database)).values()) == {"done"}
    assert len(server.received) == 4
    assert len({one.letter["Message-ID"] for one in server.received}) == 2


async def test_a_name_cannot_add_a_header_or_a_recipient(database: Database, shop: MailShop) -> None:
    shop.contact = Contact(
        name="Sari\r\nBcc: budi@example.com\r\n\r\n<script>alert(1)</script>", email="sari@example.com"
    )
    await shop.place(ORDER)
    async with smtp_server() as server:
        await relay_for(database, smtp_to(server)).drain()
    to_sari = next(one for one in server.received if one.recipients == ["sari@example.com"])
    assert to_sari.letter["Bcc"] is None
    assert "<script>alert" not in to_sari.body("html")
    assert sorted(one.recipients[0] for one in server.received) == ["sari@example.com", "wati@melati.example"]


async def test_the_logs_name_nobody(database: Database, shop: MailShop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await shop.place(ORDER)
    async with smtp_server(SmtpScript(recipient_reply="550 5.1.1 <{address}> unknown")) as server:
        relay = relay_for(database, smtp_to(server))
        await relay.drain()
        server.script.recipient_reply = "451 4.3.0 <{address}> later"
        await shop.place(ORDER)
        await relay.drain()
        server.script.recipient_reply = "250 ok"
        await shop.place(ORDER)
        await relay.drain()
    written = "\n".join(
        f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name.startswith("niaga")
    )
    assert "notifications.sent" in written
    assert "the mail server answered 550 5.1.1 (recipient)" in written
    assert [word for word in PRIVATE if word in written] == []


async def test_two_relays_send_each_mail_once(database: Database, shop: MailShop, mailbox: DevelopmentMailbox) -> None:
    for _ in range(3):
        await shop.place(Line(KOPI, 1))
    async with smtp_server() as server:
        relays = [relay_for(database, smtp_to(server)) for _ in range(2)]
        await asyncio.gather(*(relay.drain() for relay in relays))
    assert len(server.received) == 6
    assert len({one.letter["Message-ID"] for one in server.received}) == 6


@pytest.mark.parametrize("orders", [1, 4])
async def test_letters_that_go_out_together_share_one_look(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox, orders: int
) -> None:
    for _ in range(orders):
        await shop.place(Line(KOPI, 1))
    with statements_of(database) as sent_to_database:
        await relay_for(database, mailbox).drain()
    assert len(await mailbox.list_messages()) == 2 * orders
    looks = [one for one in sent_to_database if "customer_order" in one or "order_line" in one or "payment" in one]
    assert len(looks) == 3, looks


async def test_an_order_that_cannot_be_opened_costs_only_its_own_letters(
    database: Database, shop: MailShop, mailbox: DevelopmentMailbox
) -> None:
    broken, whole = await shop.place(Line(KOPI, 1)), await shop.place(Line(KOPI, 1))
    tamper = sa.text("UPDATE customer_order SET contact = 'v1|broken' WHERE id = :id")
    await database.write(lambda tx: tx.execute(tamper, {"id": broken.id}))
    await relay_for(database, mailbox).drain()
    assert {one.subject.partition(":")[0].split()[-1] for one in await mailbox.list_messages()} == {whole.number}
    states = await database.read(lambda db: sorted(db.execute(sa.select(task.c.state)).scalars()))
    assert states == ["done", "done", "ready", "ready"]
