"""Every letter in both languages: what it says, and that hostile names stay harmless in it."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from tests.support.letters import NOW, make_news, make_order, make_payment

from niaga.notifications.letters import buyer, owner
from niaga.notifications.letters.news import News
from niaga.notifications.letters.parts import telling_digits
from niaga.notifications.model import Letter
from niaga.notifications.rendering import letter_html, letter_text
from niaga.orders.public import Contact, OrderStatus, Tracking
from niaga.payments.public import PaymentStatus
from niaga.platform.dates import Zone
from niaga.platform.language import Language
from niaga.shop.public import ShopSettings

EVERY = [(who, kind) for who in (buyer, owner) for kind in who.LETTERS]
NAMES = [f"{who.__name__.rpartition('.')[2]}-{kind}" for who, kind in EVERY]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{name}",
    "Sari\r\nBcc: budi@example.com",
    "Sari 🌸 Wulandari",
    "a" * 200,
    "\u202eiraS",
    "javascript:alert(1)",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: set[str] = set()
        self.handlers: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}


def tags_in(html: str) -> _Tags:
    tags = _Tags()
    tags.feed(html)
    return tags


def written(letter: Letter | None) -> tuple[str, str]:
    assert letter is not None
    return letter_text(letter), letter_html(letter)


def news_in(language: Language, kind: str, **changes: Any) -> News:
    news = make_news(kind, **changes)
    order = msgspec.structs.replace(news.order, language=language.value)
    shop = msgspec.structs.replace(news.shop, languages=(language.value,))
    return make_news(
        kind, order, news.payment, shop=shop, **{key: value for key, value in changes.items() if key == "facts"}
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("who", "kind"), EVERY, ids=NAMES)
def test_every_letter_names_its_order_in_both_parts(who: Any, kind: str, language: Language) -> None:
    letter = who.LETTERS[kind](news_in(language, kind))
    text, html = written(letter)
    assert "NG-2026-000123" in letter.subject
    assert "NG-2026-000123" in text
    assert "NG-2026-000123" in html
    assert f'<html lang="{language}">' in html
    assert "{" not in text
    assert tags_in(html).links <= {"http://127.0.0.1:8000/link/order.x.1.2.y"} | {
        link for link in tags_in(html).links if "/admin/v1/orders/ord_" in link
    }


@pytest.mark.parametrize(("who", "kind"), EVERY, ids=NAMES)
def test_every_letter_is_translated(who: Any, kind: str) -> None:
    indonesian, english = (who.LETTERS[kind](news_in(language, kind)) for language in (Language.ID, Language.EN))
    assert indonesian.subject != english.subject
    assert indonesian.heading != english.heading
    english_words = {"the", "your", "order", "please", "money", "has"}
    assert not english_words & set(letter_text(indonesian).lower().split())


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(("who", "kind"), EVERY, ids=NAMES)
def test_hostile_names_stay_text(who: Any, kind: str, name: str) -> None:
    news = make_news(kind)
    lines = tuple(msgspec.structs.replace(line, name=name, options={"x": name}) for line in news.order.lines)
    order = msgspec.structs.replace(
        news.order,
        contact=Contact(name=name, email="sari@example.com"),
        address=msgspec.structs.replace(news.order.address, recipient=name, street=name),
        shipping=msgspec.structs.replace(news.order.shipping, name=name),
        lines=lines,
    )
    shop = ShopSettings(name=name)
    letter = who.LETTERS[kind](make_news(kind, order, news.payment, shop=shop))
    text, html = written(letter)
    tags = tags_in(html)
    assert tags.seen <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "div",
        "table",
        "tr",
        "td",
        "h1",
        "h2",
        "p",
        "br",
        "span",
        "a",
    }
    assert not tags.handlers
    assert all(link.startswith("http://127.0.0.1:8000/") for link in tags.links)
    assert not {"\r", "\u202e"} & set(text + html + letter.subject)
    assert "\n" not in letter.subject
    assert "49" not in text.replace("Rp", "") or name != "{{ 7*7 }}{name}"


def test_the_transfer_letter_has_everything_that_paying_needs() -> None:
    text, html = written(buyer.placed(make_news("order.placed")))
    for fact in (
        "BCA",
        "1234567890",
        "PT Toko Melati",
        "Rp337.483",
        "Rabu, 25 November 2026, 12.00 WIB",
        "Kode unik: Rp483",
    ):
        assert fact in text
    assert 'Rp337.<span class="mark"' in html


@pytest.mark.parametrize(("code", "digits"), [(483, "483"), (7, "007"), (1483, "8.483"), (0, "")])
def test_the_digits_that_tell_the_transfer_are_marked(code: int, digits: str) -> None:
    order = make_order()
    payment = make_payment(order, unique_code=code, amount=order.totals.total + code)
    assert telling_digits(payment) == digits


def test_a_shop_without_codes_says_nothing_about_digits() -> None:
    order = make_order()
    payment = make_payment(order, unique_code=0, amount=order.totals.total)
    text, html = written(buyer.placed(make_news("order.placed", order, payment)))
    assert "Kode unik" not in text
    assert 'class="mark"' not in html


@pytest.mark.parametrize(("zone", "until"), [(Zone.MAKASSAR, "13.00 WITA"), (Zone.JAYAPURA, "14.00 WIT")])
def test_deadlines_stand_in_the_shops_zone(zone: Zone, until: str) -> None:
    text, _ = written(buyer.placed(make_news("order.placed", shop=ShopSettings(zone=zone))))
    assert f"25 November 2026, {until}" in text


def test_nobody_is_asked_to_pay_for_an_order_that_has_ended() -> None:
    order = make_order(status=OrderStatus.CANCELLED, cancel_reason="expired")
    assert buyer.placed(make_news("order.placed", order)) is None


def test_an_order_that_is_paid_already_is_only_confirmed() -> None:
    order = make_order(status=OrderStatus.PROCESSING)
    text, _ = written(buyer.placed(make_news("order.placed", order, make_payment(order, status=PaymentStatus.PAID))))
    assert "1234567890" not in text


def test_a_deadline_that_passed_while_the_mail_waited_is_not_asked_for() -> None:
    text, _ = written(buyer.placed(make_news("order.placed", now=NOW + timedelta(hours=25))))
    assert "1234567890" not in text


def test_a_cancelled_order_that_lives_again_is_not_mourned() -> None:
    assert buyer.cancelled(make_news("order.cancelled", make_order(status=OrderStatus.PROCESSING))) is None


@pytest.mark.parametrize(
    ("reason", "says"), [("expired", "Batas waktu"), ("buyer", "permintaan Anda"), ("staff", "dikembalikan")]
)
def test_a_cancellation_says_why(reason: str, says: str) -> None:
    text, _ = written(buyer.cancelled(make_news("order.cancelled", facts={"reason": reason})))
    assert says in text


def test_a_second_parcel_names_the_first() -> None:
    parcels = [
        Tracking(shipment_id="s1", courier="jnt", service="EZ", tracking_number="JT-FIRST", shipped_at=NOW),
        Tracking(shipment_id="s2", courier="jne", service="REG", tracking_number="JP-SECOND", shipped_at=NOW),
    ]
    facts = {"shipment_id": "s2", "courier": "jne", "tracking_number": "JP-SECOND", "complete": False}
    letter = buyer.shipped(
        make_news("order.shipped", make_order(status=OrderStatus.PROCESSING, tracking=parcels), facts=facts)
    )
    text, _ = written(letter)
    assert "JNT EZ: JT-FIRST" in text
    assert letter.heading == "Sebagian pesanan Anda sudah dikirim"


@pytest.mark.parametrize("kind", list(owner.LETTERS))
def test_the_owners_mail_names_nobody(kind: str) -> None:
    text, html = written(owner.LETTERS[kind](make_news(kind)))
    for private in ("Sari", "sari@", "Jl. Setiabudi", "81234567890"):
        assert private not in text + html


def test_the_owner_reads_what_was_ordered_and_where_to_look() -> None:
    news = make_news("order.placed")
    text, _ = written(owner.placed(news))
    assert "2 × Rp85.000 = Rp170.000" in text  # noqa: RUF001
    assert f"http://127.0.0.1:8000/admin/v1/orders/ord_{news.order.id}" in text
