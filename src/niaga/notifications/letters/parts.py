"""Parts that letters share: the goods and their sum, where to transfer, where to ship, how the shop is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.money import format_rupiah
from niaga.notifications.model import Block, Fact, Facts, Goods, GoodsLine, Letter, Look, Paragraph, Sum
from niaga.payments.public import PaymentStatus
from niaga.platform.dates import moment_text
from niaga.platform.language import translate
from niaga.platform.mail.message import one_line

if TYPE_CHECKING:
    from niaga.notifications.letters.news import News
    from niaga.orders.public import Order, OrderLine
    from niaga.payments.public import Payment
    from niaga.platform.language import Language
    from niaga.shop.public import ShopSettings

_FOUR_DIGITS = 1000


def letter(  # noqa: PLR0913 - the fields of a letter
    news: News, language: Language, *, subject: str, preview: str, heading: str, blocks: list[Block], footer: str = ""
) -> Letter:
    """A letter from the shop, its name above."""
    return Letter(
        language=language.value,
        subject=one_line(subject),
        preview=one_line(preview),
        heading=one_line(heading),
        blocks=tuple(blocks),
        shop=one_line(news.shop.name),
        footer=footer,
    )


def greeting(news: News, language: Language, text: str) -> Paragraph:
    """`Halo Sari Wulandari,` and what the letter is about."""
    hello = translate("Hello {name},", language, name=one_line(news.order.contact.name))
    return Paragraph(f"{hello}\n{text}")


def open_payment(news: News) -> Payment | None:
    """The payment, while the buyer can still make it in time."""
    payment = news.payment
    if payment is None or payment.status is not PaymentStatus.PENDING:
        return None
    return None if payment.expires_at is not None and payment.expires_at <= news.now else payment


def transfer_facts(news: News, payment: Payment, language: Language) -> Facts:
    """Bank, number, holder, the exact amount with its last digits marked, and until when."""
    to = payment.instructions
    rows = [
        Fact(
            label=translate("Amount", language),
            value=format_rupiah(payment.amount),
            marked=telling_digits(payment),
            look=Look.STRONG,
        ),
        Fact(label=translate("Bank", language), value=one_line(to.bank)),
        Fact(label=translate("Account number", language), value=one_line(to.number), look=Look.CODE),
        Fact(label=translate("Account holder", language), value=one_line(to.holder)),
    ]
    if payment.expires_at is not None:
        until = moment_text(payment.expires_at, news.shop.zone, language, weekday=True)
        rows.append(Fact(label=translate("Pay before", language), value=until))
    return Facts(translate("Transfer exactly this amount", language), tuple(rows), framed=True)


def telling_digits(payment: Payment) -> str:
    """The end of the amount that tells whose transfer it is; empty for a shop without transfer codes."""
    if payment.unique_code == 0:
        return ""
    # Four digits stand behind a dot: `7.483`.
    return (
        format_rupiah(payment.amount)[-5:]
        if payment.unique_code >= _FOUR_DIGITS
        else format_rupiah(payment.amount)[-3:]
    )


def goods(order: Order, language: Language, payment: Payment | None = None, *, title: str | None = None) -> Goods:
    """What was ordered and how it adds up; with a payment also what is to be transferred."""
    totals = order.totals
    parts = [
        (translate("Subtotal", language), totals.subtotal),
        (translate("Discount", language), -totals.discount),
        (translate("Shipping: {name}", language, name=one_line(order.shipping.name)), totals.shipping),
        (translate("Shipping insurance", language), totals.insurance),
        (translate("Cash-on-delivery fee", language), totals.cod_fee),
        (translate("Tax", language), totals.tax),
    ]
    sums = [Sum(label=label, amount=format_rupiah(amount)) for label, amount in parts if amount]
    sums.append(Sum(label=translate("Total", language), amount=format_rupiah(totals.total), strong=True))
    if payment is not None and payment.unique_code:
        sums.append(Sum(label=translate("Unique code", language), amount=format_rupiah(payment.unique_code)))
        sums.append(Sum(label=translate("To transfer", language), amount=format_rupiah(payment.amount), strong=True))
    title = title or translate("Your order {number}", language, number=order.number)
    return Goods(title, _lines(order.lines), tuple(sums))


def _lines(lines: tuple[OrderLine, ...]) -> tuple[GoodsLine, ...]:
    return tuple(
        GoodsLine(
            name=one_line(line.name),
            options=one_line(", ".join(line.options.values())),
            count=f"{line.quantity} × {format_rupiah(line.unit_price)}",  # noqa: RUF001 - the sign of multiplication
            amount=format_rupiah(line.amount),
        )
        for line in lines
    )


def address_facts(order: Order, language: Language) -> Facts:
    """Where the parcel goes, for the buyer to check."""
    address = order.address
    place = ", ".join([*reversed(order.region_path), address.postal_code])
    rows = (
        Fact(label=translate("Recipient", language), value=one_line(address.recipient)),
        Fact(label=translate("Address", language), value=one_line(f"{address.street}, {place}")),
        Fact(label=translate("Courier", language), value=one_line(order.shipping.name)),
    )
    return Facts(translate("Shipped to", language), rows)


def contact_line(shop: ShopSettings, language: Language) -> str:
    """How a buyer reaches the shop; empty for a shop that says nothing."""
    contact = shop.contact
    ways = [
        one_line(way)
        for way in (contact.email, contact.whatsapp and f"WhatsApp {contact.whatsapp}", contact.phone)
        if way
    ]
    return translate("Questions? {contact}", language, contact=" · ".join(ways)) if ways else ""
