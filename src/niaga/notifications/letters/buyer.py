"""Letters to the buyer, in the language she ordered in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.money import format_rupiah
from niaga.notifications.letters.parts import (
    address_facts,
    contact_line,
    goods,
    greeting,
    letter,
    open_payment,
    telling_digits,
    transfer_facts,
)
from niaga.notifications.model import Block, Button, Fact, Facts, Letter, Look, Paragraph
from niaga.orders.public import CancelReason, OrderStatus
from niaga.platform.dates import moment_text
from niaga.platform.language import translate
from niaga.platform.mail.message import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.notifications.letters.news import News
    from niaga.orders.public import Tracking
    from niaga.payments.public import Payment
    from niaga.platform.language import Language


def _to_buyer(news: News, *, subject: str, preview: str, heading: str, blocks: list[Block]) -> Letter:
    language = news.buyer_language
    footer = contact_line(news.shop, language)
    return letter(news, language, subject=subject, preview=preview, heading=heading, blocks=blocks, footer=footer)


def placed(news: News) -> Letter | None:
    """The order is in, and how to pay. None when it has ended meanwhile: nobody shall pay for it any more."""
    if news.order.status is OrderStatus.CANCELLED:
        return None
    payment = open_payment(news)
    return _placed_and_paid(news) if payment is None else _placed_to_pay(news, payment)


def _placed_to_pay(news: News, payment: Payment) -> Letter:
    order, language = news.order, news.buyer_language
    amount = format_rupiah(payment.amount)
    blocks: list[Block] = [
        greeting(news, language, translate("Your goods are set aside for you until your transfer is here.", language)),
        transfer_facts(news, payment, language),
    ]
    if digits := telling_digits(payment):
        why = translate(
            "Please transfer exactly, down to the last digits: {digits} tells us that the money is yours. "
            "A rounded amount has to be looked for by hand and delays your order.",
            language,
            digits=digits,
        )
        blocks.append(Paragraph(why))
    blocks += [
        _see_order(news, language),
        goods(order, language, payment),
        address_facts(order, language),
    ]
    if payment.expires_at is not None:
        until = moment_text(payment.expires_at, news.shop.zone, language)
        ends = translate(
            "If nothing has come by {until}, the order ends by itself and you owe nothing.", language, until=until
        )
        blocks.append(Paragraph(ends, Look.QUIET))
    return _to_buyer(
        news,
        subject=translate("Order {number}: please transfer {amount}", language, number=order.number, amount=amount),
        preview=translate(
            "To {bank} {account}", language, bank=payment.instructions.bank, account=payment.instructions.number
        ),
        heading=translate("Thank you for your order", language),
        blocks=blocks,
    )


def _placed_and_paid(news: News) -> Letter:
    order, language = news.order, news.buyer_language
    text = translate("Your order is in and needs nothing more from you.", language)
    return _to_buyer(
        news,
        subject=translate("Order {number} received", language, number=order.number),
        preview=text,
        heading=translate("Thank you for your order", language),
        blocks=[
            greeting(news, language, text),
            _see_order(news, language),
            goods(order, language),
            address_facts(order, language),
        ],
    )


def paid(news: News) -> Letter:
    """The money is there."""
    order, language = news.order, news.buyer_language
    received = news.payment.received_amount if news.payment else None
    amount = format_rupiah(received or order.totals.total)
    text = translate("Your payment of {amount} has arrived. We are packing your order.", language, amount=amount)
    return _to_buyer(
        news,
        subject=translate("Order {number}: payment received", language, number=order.number),
        preview=text,
        heading=translate("Your payment has arrived", language),
        blocks=[
            greeting(news, language, text),
            _see_order(news, language),
            goods(order, language),
            address_facts(order, language),
        ],
    )


def shipped(news: News) -> Letter:
    """A parcel left: who carries it and under which number."""
    order, language = news.order, news.buyer_language
    number = one_line(str(news.facts["tracking_number"]))
    courier = _courier(news, str(news.facts["courier"]))
    if news.facts["complete"]:
        heading = translate("Your parcel is on its way", language)
        text = translate("Here is the number to follow it with.", language)
    else:
        heading = translate("A part of your order is on its way", language)
        text = translate("Here is the number to follow it with. The rest comes in another parcel.", language)
    parcel = Facts(
        translate("Track your parcel", language),
        (
            Fact(label=translate("Courier", language), value=courier),
            Fact(label=translate("Tracking number", language), value=number, look=Look.CODE),
        ),
        framed=True,
    )
    return _to_buyer(
        news,
        subject=translate("Order {number} is on its way", language, number=order.number),
        preview=translate(
            "{courier}, tracking number {tracking_number}", language, courier=courier, tracking_number=number
        ),
        heading=heading,
        blocks=[
            greeting(news, language, text),
            parcel,
            *_other_parcels(news, language),
            _see_order(news, language),
            goods(order, language),
            address_facts(order, language),
        ],
    )


def _other_parcels(news: News, language: Language) -> list[Block]:
    others = [one for one in news.order.tracking if one.shipment_id != news.facts["shipment_id"]]
    if not others:
        return []
    rows = tuple(Fact(label=_carrier(one), value=one_line(one.tracking_number), look=Look.CODE) for one in others)
    return [Facts(translate("Other parcels of this order", language), rows)]


def _courier(news: News, courier: str) -> str:
    """The courier as the parcel was booked, by the name that the buyer chose where it is the same."""
    parcel = next((one for one in news.order.tracking if one.shipment_id == news.facts["shipment_id"]), None)
    agreed = news.order.shipping
    if parcel is not None and (parcel.courier, parcel.service) == (agreed.courier, agreed.service):
        return one_line(agreed.name)
    return one_line(courier.upper()) if parcel is None else _carrier(parcel)


def _carrier(parcel: Tracking) -> str:
    return one_line(f"{parcel.courier.upper()} {parcel.service}")


def cancelled(news: News) -> Letter | None:
    """The order ended. None when it lives again: the money came after all."""
    order, language = news.order, news.buyer_language
    if order.status is not OrderStatus.CANCELLED:
        return None
    return _to_buyer(
        news,
        subject=translate("Order {number} is cancelled", language, number=order.number),
        preview=_why(str(news.facts["reason"]), language),
        heading=translate("Your order is cancelled", language),
        blocks=[
            greeting(news, language, _why(str(news.facts["reason"]), language)),
            Paragraph(
                translate(
                    "Please do not transfer for this order any more. If you already did, write to us: nothing is lost.",
                    language,
                )
            ),
            goods(order, language),
        ],
    )


def _why(reason: str, language: Language) -> str:
    if reason == CancelReason.EXPIRED:
        return translate(
            "The time to pay is over, so the order ended by itself. You are welcome to order again.", language
        )
    if reason == CancelReason.BUYER:
        return translate("As you wished, the order has ended.", language)
    return translate("The shop had to cancel this order. If you have paid, your money will be returned.", language)


def _see_order(news: News, language: Language) -> Button:
    return Button(translate("See your order", language), news.link)


def paid_too_late(news: News) -> Letter:
    """The money came, the goods are gone: the shop owes it back."""
    order, language = news.order, news.buyer_language
    amount = format_rupiah(int(news.facts["amount"]))
    text = translate(
        "Your transfer of {amount} arrived after the order had ended, and the goods are no longer there. "
        "The shop will return the money and write to you about it.",
        language,
        amount=amount,
    )
    return _to_buyer(
        news,
        subject=translate("Order {number}: your money will be returned", language, number=order.number),
        preview=text,
        heading=translate("Your transfer came too late", language),
        blocks=[greeting(news, language, text), _see_order(news, language), goods(order, language)],
    )


LETTERS: dict[str, Callable[[News], Letter | None]] = {
    "order.placed": placed,
    "order.paid": paid,
    "order.reinstated": paid,
    "order.shipped": shipped,
    "order.cancelled": cancelled,
    "order.paid_too_late": paid_too_late,
}
