"""Letters to the owner: what to look at. Who the buyer is stays in the shop; a mail has goods, amounts, a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.identity import with_prefix
from niaga.foundation.money import format_rupiah
from niaga.notifications.letters.parts import goods, letter, open_payment
from niaga.notifications.model import Block, Button, Fact, Facts, Goods, Letter, Look, Paragraph
from niaga.platform.dates import moment_text
from niaga.platform.language import translate
from niaga.platform.mail.message import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.notifications.letters.news import News
    from niaga.platform.language import Language


def placed(news: News) -> Letter:
    """A new order."""
    order, language = news.order, news.owner_language
    total = format_rupiah(order.totals.total)
    return letter(
        news,
        language,
        subject=translate("New order {number}: {total}", language, number=order.number, total=total),
        preview=_place(news),
        heading=translate("A new order", language),
        blocks=[
            _facts(news, language),
            _ordered(news, language),
            *_where(news, language),
        ],
    )


def paid_too_late(news: News) -> Letter:
    """Money that has to be returned."""
    order, language = news.order, news.owner_language
    amount = format_rupiah(int(news.facts["amount"]))
    text = translate(
        "{amount} came for order {number} after it had ended, and its stock is gone. "
        "The money is booked as owed to the buyer: please return it and tell her.",
        language,
        amount=amount,
        number=order.number,
    )
    return letter(
        news,
        language,
        subject=translate("Order {number}: return {amount} to the buyer", language, number=order.number, amount=amount),
        preview=text,
        heading=translate("A refund is owed", language),
        blocks=[Paragraph(text), _ordered(news, language), *_where(news, language)],
    )


def _facts(news: News, language: Language) -> Facts:
    order = news.order
    rows = [
        Fact(label=translate("Order", language), value=order.number, look=Look.CODE),
        Fact(label=translate("Placed", language), value=moment_text(order.placed_at, news.shop.zone, language)),
        Fact(label=translate("Channel", language), value=one_line(order.channel)),
        Fact(label=translate("To", language), value=_place(news)),
        Fact(label=translate("Courier", language), value=one_line(order.shipping.name)),
    ]
    payment = open_payment(news)
    if payment is not None:
        expected = translate(
            "{amount} to {bank} {account}",
            language,
            amount=format_rupiah(payment.amount),
            bank=one_line(payment.instructions.bank),
            account=one_line(payment.instructions.number),
        )
        rows.append(Fact(label=translate("Expected transfer", language), value=expected))
        if payment.expires_at is not None:
            rows.append(
                Fact(label=translate("Ends", language), value=moment_text(payment.expires_at, news.shop.zone, language))
            )
    return Facts("", tuple(rows), framed=True)


def _ordered(news: News, language: Language) -> Goods:
    return goods(news.order, language, open_payment(news), title=translate("What was ordered", language))


def _place(news: News) -> str:
    """District and regency: enough to plan with."""
    return one_line(", ".join(reversed(news.order.region_path[1:3])))


def _where(news: News, language: Language) -> list[Block]:
    url = f"{news.public_url}/admin/v1/orders/{with_prefix('ord', news.order.id)}"
    note = translate("The link needs a staff API key.", language)
    return [Button(translate("Open the order", language), url), Paragraph(note, Look.QUIET)]


LETTERS: dict[str, Callable[[News], Letter | None]] = {
    "order.placed": placed,
    "order.paid_too_late": paid_too_late,
}
