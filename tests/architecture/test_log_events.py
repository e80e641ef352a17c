"""Every event that the program logs, and each of its fields, stands in the manual, and the manual knows no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CALLS = {"debug", "info", "warning", "error", "failure", "say"}
ROW = re.compile(
    r"^\| (?P<events>`[a-z_.`, ]+`) \| (?:info|warning|error|, )+ \|(?P<fields>[a-z_`, ]*)\|", re.MULTILINE
)


def logged_events() -> dict[str, set[str]]:
    """Event names by the fields that are written at the call itself."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "src" / "niaga").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _is_log_call(node):
                event = ast.literal_eval(node.args[0])
                found.setdefault(event, set()).update(word.arg for word in node.keywords if word.arg)
    return found


def _is_log_call(node: ast.Call) -> bool:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return called in CALLS and is_text and bool(re.fullmatch(r"[a-z_]+\.[a-z_]+", str(ast.literal_eval(first))))  # type: ignore[arg-type]


def explained_events() -> dict[str, set[str]]:
    """The manual's table."""
    text = (ROOT / "docs" / "observability.md").read_text()
    rows = [
        (re.findall(r"[a-z_.]+", row["events"]), set(re.findall(r"\w+", row["fields"]))) for row in ROW.finditer(text)
    ]
    return {event: fields for events, fields in rows for event in events}


def test_the_manual_tells_of_every_event_and_of_no_other() -> None:
    assert set(explained_events()) == set(logged_events())


def test_the_manual_tells_of_every_field() -> None:
    explained = explained_events()
    silent = {event: fields - explained[event] for event, fields in logged_events().items()}
    assert {event: fields for event, fields in silent.items() if fields} == {}
