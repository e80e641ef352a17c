"""What the shop's settings may be."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from niaga.foundation.errors import InvalidFields
from niaga.platform.dates import Zone
from niaga.shop.errors import ShopNotReady
from niaga.shop.model import BankAccount, Contact, ContactPatch, SettingsPatch, ShopSettings
from niaga.shop.rules import changed_names, changed_settings, payment_ready, require_ready

LEVELS = {"31": "province", "31.74": "regency", "31.74.02": "district", "31.74.02.1001": "village"}
BCA = BankAccount(key="", bank="BCA", number="123-456-7890", holder="PT  Toko Melati")


class Atlas:
    """Four regions, one of each level."""

    def find_region(self, code: str):
        return SimpleNamespace(level=LEVELS[code]) if code in LEVELS else None


def change(settings: ShopSettings | None = None, **values: Any):
    return changed_settings(settings or ShopSettings(), SettingsPatch(**values), Atlas())


def codes(**values: Any):
    with pytest.raises(InvalidFields) as refused:
        change(**values)
    return {problem.path: problem.code for problem in refused.value.problems()}


def test_what_is_not_named_stays():
    before = ShopSettings(name="Toko Melati", zone=Zone.MAKASSAR)
    after = change(before, order_number_prefix="TM")
    assert after == msgspec.structs.replace(before, order_number_prefix="TM")
    assert changed_names(before, after) == ["order_number_prefix"]


def test_the_same_value_again_is_no_change():
    assert changed_names(ShopSettings(), change(transfer_codes=True)) == []


@pytest.mark.parametrize("code", ["31.74", "31.74.02", None])
def test_parcels_start_in_a_regency_or_a_district(code: str):
    assert change(origin_region_code=code).origin_region_code == code


@pytest.mark.parametrize("code", ["31", "31.74.02.1001", "99.99", "", "3174"])
def test_another_origin_is_refused(code: str):
    assert "origin_region_code" in codes(origin_region_code=code)


def test_an_account_is_tidied_and_gets_a_key():
    (account,) = change(bank_accounts=(BCA,)).bank_accounts
    assert account == BankAccount(key="bca-7890", bank="BCA", number="1234567890", holder="PT Toko Melati")


def test_an_account_keeps_its_key_when_it_is_corrected():
    (account,) = change(
        bank_accounts=(BankAccount(key="utama", bank="BCA", number="99999", holder="Sari"),)
    ).bank_accounts
    assert account.key == "utama"


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("number", "1234", "bank_accounts[0].number"),
        ("number", "12345a", "bank_accounts[0].number"),
        ("number", "1" * 21, "bank_accounts[0].number"),
        ("number", "١٢٣٤٥٦", "bank_accounts[0].number"),
        ("key", "Utama!", "bank_accounts[0].key"),
        ("key", "-a", "bank_accounts[0].key"),
        ("bank", " ", "bank_accounts[0].bank"),
        ("holder", "x" * 101, "bank_accounts[0].holder"),
    ],
)
def test_a_wrong_account_is_refused_by_field(field: str, value: str, path: str):
    assert path in codes(bank_accounts=(msgspec.structs.replace(BCA, **{field: value}),))


def test_two_accounts_are_two():
    other = msgspec.structs.replace(BCA, number="555 000 7890")
    assert "bank_accounts[1]" in codes(bank_accounts=(BCA, other)), "both would be called bca-7890"
    assert "bank_accounts[1]" in codes(bank_accounts=(BCA, msgspec.structs.replace(BCA, key="lain")))
    assert len(change(bank_accounts=(BCA, msgspec.structs.replace(other, key="lain"))).bank_accounts) == 2


@pytest.mark.parametrize("prefix", ["", "ng", "TOKOMEL", "N1", "N-", "É", "NG\n"])
def test_order_numbers_begin_with_one_to_six_capitals(prefix: str):
    assert codes(order_number_prefix=prefix) == {"order_number_prefix": "shop.bad_prefix"}


@pytest.mark.parametrize(
    ("name", "minutes"),
    [("payment_expiry_minutes", 4), ("payment_expiry_minutes", 10_081), ("option_expiry_minutes", 1_441)],
)
def test_expiries_have_bounds(name: str, minutes: int):
    assert codes(**{name: minutes}) == {name: "shop.bad_expiry"}


@pytest.mark.parametrize("days", [0, 366])
def test_carts_are_kept_from_a_day_to_a_year(days: int):
    assert codes(cart_expiry_days=days) == {"cart_expiry_days": "shop.bad_cart_expiry"}


@pytest.mark.parametrize("origin", ["https://toko.example.com", "http://localhost:3000", "HTTPS://Toko.Example.com/"])
def test_an_origin_may_be_allowed(origin: str):
    assert change(cors_origins=(origin,)).cors_origins == (origin.lower().rstrip("/"),)


@pytest.mark.parametrize(
    "origin", ["*", "https://*.example.com", "null", "toko.example.com", "https://toko.example.com/a", "https://u@x.com", "ftp://x.com",
               "https://", "https://x.com:99999", "https://[::1", "https://x.com?a", "https://xé.com"]
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str):
    assert codes(cors_origins=("https://ok.example.com", origin)) == {"cors_origins[1]": "shop.bad_origin"}


@pytest.mark.parametrize("languages", [(), ("fr",), ("id", "id"), ("ID",)])
def test_the_shop_speaks_only_what_we_translate(languages: tuple[str, ...]):
    assert codes(languages=languages) == {"languages": "shop.bad_languages"}


def test_part_of_the_contact_may_change():
    before = ShopSettings(contact=Contact(email="toko@example.com", phone="+622112345678"))
    after = change(before, contact=ContactPatch(whatsapp="0812 3456 7890", phone=None))
    assert after.contact == Contact(email="toko@example.com", phone=None, whatsapp="+6281234567890")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 (0)812.3456.7890", "+6281234567890"),
        ("62812\u20113456\u00a07890", "+6281234567890"),
        ("\uff10\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10", "+6281234567890"),
        ("0062 812 3456 7890", "+6281234567890"),
        ("812 3456 7890", "+6281234567890"),
        ("(021) 5234 5678", "+622152345678"),
        ("+65 6123 4567", "+6561234567"),
    ],
)
def test_a_phone_number_is_kept_one_way(written: str, kept: str):
    assert change(contact=ContactPatch(phone=written)).contact.phone == kept


@pytest.mark.parametrize("written", ["", "abc", "0", "12", "+62", "0812345678901234567", "0812x3456789"])
def test_what_is_no_phone_number_is_refused(written: str):
    assert codes(contact=ContactPatch(phone=written, whatsapp=written or "x")) == {
        "contact.phone": "shop.bad_phone",
        "contact.whatsapp": "shop.bad_phone",
    }


@given(st.text(max_size=40))
def test_any_text_is_a_phone_number_or_refused(text: str):
    try:
        phone = change(contact=ContactPatch(phone=text)).contact.phone
    except InvalidFields:
        return
    assert phone.startswith("+")
    assert change(contact=ContactPatch(phone=phone)).contact.phone == phone


@pytest.mark.parametrize(
    "address",
    ["", "toko", "toko@example", "a@b.c", "to ko@example.com", "toko\u200b@example.com", "toko@example.com\n"],
)
def test_a_wrong_address_is_refused(address: str):
    wrong = codes(notification_email=address, contact=ContactPatch(email=address))
    assert set(wrong) == {"notification_email", "contact.email"}


def test_every_problem_is_told_at_once():
    assert len(codes(name=" ", order_number_prefix="x", origin_region_code="31", payment_expiry_minutes=0)) == 4


def test_a_new_shop_says_what_is_missing():
    assert [reason.path for reason in payment_ready(ShopSettings())] == ["origin_region_code", "bank_accounts"]
    with pytest.raises(ShopNotReady) as refused:
        require_ready(ShopSettings(origin_region_code="31.74"))
    assert [reason.code for reason in refused.value.problems()] == ["shop.bank_account_missing"]


def test_a_shop_with_origin_and_account_is_ready():
    require_ready(change(origin_region_code="31.74.02", bank_accounts=(BCA,)))


def test_zones_know_their_distance_and_name():
    shown = {zone.value: (zone.utc_offset_hours, zone.abbreviation) for zone in Zone}
    assert shown["Asia/Makassar"] == (8, "WITA")
    assert shown["Asia/Jayapura"] == (9, "WIT")
    assert shown["Asia/Jakarta"] == shown["Asia/Pontianak"] == (7, "WIB")
