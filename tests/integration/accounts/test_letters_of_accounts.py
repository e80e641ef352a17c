"""Letters about accounts: which one goes where, that a code is never sent after its time, and that nothing waits before it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.support.accounts import PASSWORD, AccountShop, account_shop
from tests.support.outbox import tasks_of

from niaga.notifications.accounts import CODE
from niaga.platform.database import Engine
from niaga.platform.mail import make_mailbox

__all__ = ["account_shop"]
on_sqlite = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


def kinds(shop: AccountShop) -> list[tuple[str, str]]:
    return [(message.kind, message.to) for message in shop.mail.messages]


async def test_a_sign_up_is_sent_its_code(account_shop: AccountShop) -> None:
    shop = account_shop
    asked = await shop.sign_up()
    await shop.relay()
    [letter] = shop.mail.messages
    code = await shop.code(asked)
    assert (letter.kind, letter.to, letter.language) == ("code.sign_up", "sari@example.com", "en")
    assert code in letter.text
    assert code in (letter.html or "")
    assert code not in letter.subject
    assert "http" not in letter.text, "a letter with a code holds no link"
    assert re.findall(r"\b\d{6}\b", letter.text) == [code]


@on_sqlite
async def test_a_letter_is_in_the_language_that_was_asked_in(account_shop: AccountShop) -> None:
    await account_shop.sign_up(headers={"Accept-Language": "id"})
    await account_shop.relay()
    assert account_shop.mail.messages[0].subject == "Kode Anda untuk Toko Uji"


@on_sqlite
async def test_a_known_address_is_told_so_and_gets_no_code(account_shop: AccountShop) -> None:
    shop = account_shop
    await shop.customer()
    shop.mail.messages.clear()
    await shop.sign_up()
    await shop.relay()
    [letter] = shop.mail.messages
    assert (letter.kind, letter.to) == ("account.known", "sari@example.com")
    assert not re.search(r"\d{6}", letter.text)


@on_sqlite
async def test_nothing_is_sent_to_an_address_without_an_account(account_shop: AccountShop) -> None:
    shop = account_shop
    await shop.client.post("/store/v1/password-resets", json={"email": "nobody@example.com"})
    await shop.relay()
    assert shop.mail.messages == []
    assert await tasks_of(shop.database, CODE) == []


async def test_a_code_that_is_over_used_or_replaced_is_not_sent(account_shop: AccountShop) -> None:
    shop = account_shop
    used = await shop.sign_up(email="used@example.com")
    await shop.verify(used, email="used@example.com")
    replaced = await shop.sign_up(email="replaced@example.com")
    body = {"email": "replaced@example.com", "verification": replaced["verification"]}
    await shop.client.post("/store/v1/customers/codes", json=body)
    await shop.relay()
    assert kinds(shop) == [("code.sign_up", "replaced@example.com")]
    assert await shop.code(replaced) in shop.mail.messages[0].text
    shop.mail.messages.clear()
    await shop.sign_up(email="late@example.com")
    shop.clock.advance(timedelta(minutes=10))
    await shop.relay()
    assert shop.mail.messages == []


@on_sqlite
async def test_a_phone_number_is_sent_its_code_by_whatsapp(account_shop: AccountShop) -> None:
    shop = account_shop
    body = {"phone": "0812-3456-7890", "password": PASSWORD, "name": "Sari"}
    asked = (await shop.client.post("/store/v1/customers", json=body)).json()
    await shop.relay()
    [message] = await make_mailbox(shop.opened.shop.settings).list_messages()
    assert (message.channel, message.to, message.kind) == ("whatsapp", "+6281234567890", "code.sign_up")
    assert await shop.code(asked) in message.text


@on_sqlite
async def test_a_changed_password_is_told(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    body = {"current": PASSWORD, "new": "lontong sayur medan"}
    await shop.client.post("/store/v1/me/password", json=body, headers=sari.headers)
    await shop.relay()
    assert ("account.password_changed", "sari@example.com") in kinds(shop)
    assert "24 November 2026, 12:00 WIB" in shop.mail.messages[-1].text


@on_sqlite
async def test_a_changed_address_is_told_to_the_former_one(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    await shop.move_to(sari, "baru@example.com")
    await shop.relay()
    assert kinds(shop)[-1] == ("account.address_changed", "sari@example.com")
    assert "baru" not in shop.mail.messages[-1].text


@on_sqlite
async def test_a_new_device_is_told_and_a_known_one_is_not(account_shop: AccountShop) -> None:
    shop = account_shop
    await shop.customer()
    await shop.sign_in()
    await shop.sign_in(headers={"User-Agent": "Mozilla/5.0 (Android 14)<b>"})
    await shop.sign_in(headers={"User-Agent": "Mozilla/5.0 (Android 14)<b>"})
    await shop.relay()
    told = [message for message in shop.mail.messages if message.kind == "account.signed_in"]
    assert len(told) == 1
    assert "Mozilla/5.0 (Android 14)" in told[0].text
    assert "<b>" not in (told[0].html or "")


@on_sqlite
async def test_events_of_accounts_name_nobody(account_shop: AccountShop) -> None:
    shop = account_shop
    sari = await shop.customer()
    await shop.move_to(sari, "baru@example.com")
    await shop.sign_in(email="baru@example.com", headers={"User-Agent": "Peramban"})
    told: Any = await shop.rows("SELECT aggregate, kind, data FROM event")
    assert len(told) >= 4
    assert not re.search(r"sari|baru|peramban|@", str(told), re.IGNORECASE)


@on_sqlite
async def test_a_code_goes_out_before_a_crowd_of_other_letters(account_shop: AccountShop) -> None:
    shop = account_shop
    for _ in range(12):
        await shop.order()
    await shop.sign_up()
    await shop.relay()
    assert "code.sign_up" in [message.kind for message in shop.mail.messages[:12]]
    assert len(shop.mail.messages) == 25
