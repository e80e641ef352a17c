"""WhatsApp through both services: the real adapters, chosen by settings, against servers that speak the real wire form."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support.upstream import Answering, hangs_up, keeps_silent, never_ends, says, says_json, speaks_no_http
from tests.support.whatsapp import (
    PHONE_NUMBER_ID,
    TOKEN,
    Arrived,
    Phones,
    cloud_simulator,
    fonnte_refuses,
    fonnte_simulator,
    meta_error,
)

from niaga.platform.crypto import Secret
from niaga.platform.messaging import MessagingTrouble, Messenger, Template, TextMessage, make_messenger
from niaga.platform.messaging.cloud import CloudMessenger
from niaga.platform.messaging.fonnte import FonnteMessenger
from niaga.platform.outbound import Destinations, OutboundClient, OutboundLimits
from niaga.platform.settings import load_settings

SARI = "+6281234567890"
CODE = Template(name="code", parameters=("482913",), code="482913")
TEMPLATES = {"code": "kode_verifikasi", "order.shipped": "pesanan_dikirim"}


def message(**changes: Any) -> TextMessage:
    facts = {
        "id": "01jd6x7f7m.code",
        "kind": "code.sign_up",
        "to": SARI,
        "text": "Kode Anda: 482913\nJangan berikan kepada siapa pun & siapa pun = siapa saja.",
        "template": CODE,
        "at": datetime(2026, 11, 24, 6, 5, tzinfo=UTC),
    }
    return TextMessage(**{**facts, **changes})


def cloud(phones: Phones, *, token: str = TOKEN, seconds: float = 15.0) -> Messenger:
    return CloudMessenger(
        outbound(phones, seconds),
        url=f"{phones.origin}/v23.0",
        phone_number_id=PHONE_NUMBER_ID,
        token=Secret(token),
        templates=TEMPLATES,
    )


def fonnte(phones: Phones, *, token: str = TOKEN, seconds: float = 15.0) -> Messenger:
    return FonnteMessenger(outbound(phones, seconds), url=phones.origin, token=Secret(token))


def outbound(phones: Phones, seconds: float) -> OutboundClient:
    limits = OutboundLimits(total_seconds=seconds)
    return OutboundClient(Destinations(trusted=frozenset({phones.origin})), limits=limits)


SERVICES = {"cloud": (cloud_simulator, cloud), "fonnte": (fonnte_simulator, fonnte)}


@pytest.fixture(params=list(SERVICES))
async def service(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Phones, Any]]:
    """Each service's simulator with the maker of its adapter."""
    simulator, make = SERVICES[request.param]
    async with simulator() as phones:
        yield phones, make


async def trouble_with(messenger: Messenger, **changes: Any) -> MessagingTrouble:
    with pytest.raises(MessagingTrouble) as met:
        await messenger.send(message(**changes))
    assert all(secret not in str(met.value) for secret in (SARI[1:], TOKEN, "482913"))
    assert met.value.__suppress_context__ or met.value.__context__ is None
    return met.value


async def test_a_code_arrives_as_metas_template_with_its_button():
    async with cloud_simulator() as phones:
        await cloud(phones).send(message())
        await cloud(phones).send(message(language="en"))
    assert phones.arrived == [
        Arrived("6281234567890", "", "kode_verifikasi", language, ("482913",), "482913") for language in ("id", "en")
    ]


async def test_a_template_without_a_button_carries_its_parameters_on_one_line_each():
    shipped = Template(name="order.shipped", parameters=("NG-1\n\t\u202eJNE", "Sari    W."))
    async with cloud_simulator() as phones:
        await cloud(phones).send(message(template=shipped))
    assert phones.arrived == [Arrived("6281234567890", "", "pesanan_dikirim", "id", ("NG-1 JNE", "Sari W."))]


async def test_a_text_arrives_through_fonnte_letter_by_letter():
    async with fonnte_simulator() as phones:
        await fonnte(phones).send(message())
    assert phones.arrived == [Arrived("6281234567890", message().text)]


async def test_a_number_without_whatsapp_is_refused_for_good(service: tuple[Phones, Any]):
    phones, make = service
    phones.unreachable.add("6281234567890")
    assert (await trouble_with(make(phones))).permanent


@pytest.mark.parametrize(
    "to", ["081234567890", "6281234567890", "+62 812", "+0812345678", "", "+628123456789012345", "+62812345678,+62811"]
)
async def test_what_is_no_number_is_not_sent(service: tuple[Phones, Any], to: str):
    phones, make = service
    assert (await trouble_with(make(phones), to=to)).permanent
    assert phones.server is not None
    assert phones.server.connections == 0


async def test_a_refused_token_is_the_shops_to_mend(service: tuple[Phones, Any]):
    phones, make = service
    trouble = await trouble_with(make(phones, token="old"))
    assert not trouble.permanent
    assert str(trouble) in {"WhatsApp answered 401 (code 190)", "Fonnte refused the message (token invalid)"}


async def test_a_template_that_is_missing_or_takes_something_else_is_the_shops_to_mend():
    async with cloud_simulator() as phones:
        for template, code in ((Template(name="unknown"), 132001), (Template(name="code", parameters=("1",)), 132000)):
            trouble = await trouble_with(cloud(phones), template=template)
            assert (f"(code {code})" in str(trouble), trouble.permanent) == (True, False)


ANYTHING_WRONG: dict[str, Answering] = {
    "429": says_json(429, {"status": False}, retry_after="30"),
    "500": says(500, b""),
    "503": says(503, b"<html>busy</html>", retry_after="5"),
    "html": says(200, b"<!doctype html><title>Login</title>"),
    "empty": says(200, b""),
    "not json": says(200, b'{"messages": [{"id": '),
    "a list": says_json(200, [1]),
    "another shape": says_json(200, {"messages": "none", "status": "true"}),
    "no ids": says_json(200, {"messages": [], "status": None}),
    "redirect": says(302, b"", location="http://169.254.169.254/"),
    "10 MB": says(200, b" " * 10_000_000),
    "endless": never_ends,
    "silence": keeps_silent,
    "hang up": hangs_up,
    "no http": speaks_no_http,
}


@pytest.mark.parametrize("fault", ANYTHING_WRONG.values(), ids=ANYTHING_WRONG.keys())
async def test_whatever_goes_wrong_over_there_may_pass(service: tuple[Phones, Any], fault: Answering):
    phones, make = service
    phones.fault = fault
    async with asyncio.timeout(5):
        trouble = await trouble_with(make(phones, seconds=0.3))
    assert not trouble.permanent
    phones.fault = None
    await make(phones).send(message())
    assert len(phones.arrived) == 1


@pytest.mark.parametrize(
    ("status", "code", "final"),
    [(400, 131026, True), (400, 131021, True), (400, 131030, True), (400, 100, False), (429, 130429, False), (400, 131056, False), (500, 131000, False), (403, 10, False), (400, 132015, False)],
)  # fmt: skip
async def test_metas_codes_say_what_is_final(status: int, code: int, final: bool):  # noqa: FBT001
    async with cloud_simulator() as phones:
        phones.fault = meta_error(status, code, f"about {SARI}", retry_after="30")
        trouble = await trouble_with(cloud(phones))
    assert (str(trouble), trouble.permanent) == (f"WhatsApp answered {status} (code {code})", final)


@pytest.mark.parametrize(
    ("fault", "says_why", "final"),
    [
        (fonnte_refuses("insufficient quota"), "Fonnte refused the message (insufficient quota)", False),
        (fonnte_refuses("Target Invalid"), "Fonnte refused the message (target invalid)", True),
        (fonnte_refuses(f"cannot write to {SARI}"), "Fonnte refused the message", False),
        (says_json(200, {"Status": False, "Reason": "token invalid"}), "Fonnte refused the message (token invalid)", False),
    ],
)  # fmt: skip
async def test_fonntes_words_are_told_when_they_are_known(fault: Answering, says_why: str, final: bool):  # noqa: FBT001
    async with fonnte_simulator() as phones:
        phones.fault = fault
        trouble = await trouble_with(fonnte(phones))
    assert (str(trouble), trouble.permanent) == (says_why, final)


async def test_nobody_is_named_in_repr_or_log(service: tuple[Phones, Any], caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, "niaga")
    phones, make = service
    await make(phones).send(message())
    told = f"{message()} {[record.__dict__ for record in caplog.records if record.name.startswith('niaga')]}"
    assert "code.sign_up" in told
    assert all(secret not in told for secret in (SARI[1:], "482913", TOKEN))


def settings_for(tmp_path: Path, origin: str, **environ: str) -> Any:
    about = {"WHATSAPP_TOKEN": TOKEN, "OUTBOUND_ALLOW": origin, "WHATSAPP_URL": origin, **environ}
    return load_settings({}, {f"NIAGA_{name}": value for name, value in about.items()}, tmp_path)


@pytest.mark.parametrize(
    ("simulator", "chosen"),
    [
        (cloud_simulator, {"WHATSAPP": "cloud", "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID, "WHATSAPP_TEMPLATES": "code=kode_verifikasi"}),
        (fonnte_simulator, {"WHATSAPP": "fonnte"}),
    ],
)  # fmt: skip
async def test_the_settings_choose_who_carries_it(tmp_path: Path, simulator: Any, chosen: dict[str, str]):
    async with simulator() as phones:
        url = f"{phones.origin}/v23.0" if chosen["WHATSAPP"] == "cloud" else phones.origin
        settings = settings_for(tmp_path, phones.origin, ENV="development", **{**chosen, "WHATSAPP_URL": url})
        messenger = make_messenger(settings)
        assert messenger is not None
        await messenger.send(message())
    assert [one.to for one in phones.arrived] == ["6281234567890"]


async def test_a_service_on_this_machine_is_not_reached_unless_it_is_allowed(tmp_path: Path):
    async with fonnte_simulator() as phones:
        settings = settings_for(tmp_path, phones.origin, ENV="development", WHATSAPP="fonnte", OUTBOUND_ALLOW="")
        messenger = make_messenger(settings)
        assert messenger is not None
        assert "refused: the address is not https" in str(await trouble_with(messenger))
    assert phones.arrived == []


async def test_a_shop_that_names_nobody_writes_to_no_phone(tmp_path: Path):
    assert make_messenger(load_settings({}, {}, tmp_path)) is None
