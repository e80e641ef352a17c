"""The far ends of WhatsApp: Meta's Cloud API and Fonnte as their documents describe them, real servers on the loopback.

Each checks the whole request and answers in the form of the real one; `fault` answers instead, whatever is asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from tests.support.upstream import Answering, Heard, Upstream, says_json, upstream

TOKEN = "EAAJB-token-of-the-shop"
PHONE_NUMBER_ID = "106540352242922"


@dataclass
class Arrived:
    """What a phone shows: the number as the service wants it, and either a template with its filling or a text."""

    to: str
    text: str = ""
    template: str = ""
    language: str = ""
    parameters: tuple[str, ...] = ()
    code: str | None = None


@dataclass
class Phones:
    """A simulator's state: what arrived, who has no WhatsApp, and what it does instead of its work."""

    arrived: list[Arrived] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)
    fault: Answering | None = None
    server: Upstream | None = None

    @property
    def origin(self) -> str:
        """Where it listens."""
        assert self.server is not None, "it runs"
        return self.server.origin


def meta_error(status: int, code: int, message: str = "refused", **headers: str) -> Answering:
    """An error as the Graph API words it."""
    error = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code, "fbtrace_id": "AbC"}
    return says_json(status, {"error": error}, **headers)


# What each approved template takes: how many parameters, and whether it has a button with a code.
APPROVED = {
    ("kode_verifikasi", "id"): (1, True),
    ("kode_verifikasi", "en"): (1, True),
    ("pesanan_dikirim", "id"): (2, False),
}


def _cloud(phones: Phones, heard: Heard) -> Answering:
    refused = _refused_at_the_door(heard)
    if refused:
        return refused
    arrived = _arrived(heard.json())
    takes = APPROVED.get((arrived.template, arrived.language))
    if takes is None:
        return meta_error(404, 132001, "Template name does not exist in the translation")
    if takes != (len(arrived.parameters), arrived.code is not None):
        return meta_error(400, 132000, "Number of parameters does not match")
    if arrived.to in phones.unreachable:
        return meta_error(400, 131026, f"Message undeliverable to {arrived.to}")
    phones.arrived.append(arrived)
    told = {
        "messaging_product": "whatsapp",
        "contacts": [{"input": arrived.to, "wa_id": arrived.to}],
        "messages": [{"id": f"wamid.{len(phones.arrived)}", "message_status": "accepted"}],
    }
    return says_json(200, told)


def _refused_at_the_door(heard: Heard) -> Answering | None:
    if heard.headers.get("authorization") != f"Bearer {TOKEN}":
        return meta_error(401, 190, "Invalid OAuth access token")
    if (heard.method, heard.target) != ("POST", f"/v23.0/{PHONE_NUMBER_ID}/messages"):
        return meta_error(404, 2500, "Unknown path components")
    asked: dict[str, Any] = heard.json()
    if set(asked) != {"messaging_product", "to", "type", "template"} or asked["messaging_product"] != "whatsapp":
        return meta_error(400, 100, "Invalid parameter")
    return None


def _arrived(asked: dict[str, Any]) -> Arrived:
    template = asked["template"]
    parts = {part["type"]: part for part in template["components"]}
    button = parts.get("button")
    assert button is None or (button["sub_type"], button["index"]) == ("url", "0")
    return Arrived(
        to=asked["to"],
        template=template["name"],
        language=template["language"]["code"],
        parameters=tuple(one["text"] for one in parts.get("body", {"parameters": []})["parameters"]),
        code=button["parameters"][0]["text"] if button else None,
    )


def fonnte_refuses(reason: str) -> Answering:
    """A refusal as Fonnte words it: with status 200."""
    return says_json(200, {"status": False, "reason": reason, "requestid": 2937124})


def _fonnte(phones: Phones, heard: Heard) -> Answering:
    if (heard.method, heard.target) != ("POST", "/send"):
        return says_json(404, {"status": False, "reason": "not found"})
    if heard.headers.get("authorization") != TOKEN:
        return fonnte_refuses("token invalid")
    form = heard.form()
    if set(form) != {"target", "message", "countryCode"} or form["countryCode"] != "62":
        return fonnte_refuses("input invalid")
    if form["target"] in phones.unreachable or not form["target"].isdigit():
        return fonnte_refuses("target invalid")
    phones.arrived.append(Arrived(to=form["target"], text=form["message"]))
    told = {"detail": "success! message in queue", "id": ["80367170"], "process": "pending", "requestid": 2937124}
    return says_json(200, {**told, "status": True, "target": [form["target"]]})


@contextlib.asynccontextmanager
async def _running(answering: Any) -> AsyncIterator[Phones]:
    phones = Phones()

    async def answer(heard: Heard, writer: Any) -> None:
        await (phones.fault or answering(phones, heard))(heard, writer)

    async with upstream(answer) as server:
        phones.server = server
        yield phones


def cloud_simulator() -> contextlib.AbstractAsyncContextManager[Phones]:
    """Meta's Cloud API."""
    return _running(_cloud)


def fonnte_simulator() -> contextlib.AbstractAsyncContextManager[Phones]:
    """Fonnte."""
    return _running(_fonnte)
