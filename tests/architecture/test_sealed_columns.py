"""Whatever is sealed or hashed with the keyring is known to rotation and to the manual of keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import niaga.app  # noqa: F401 - loads every room's tables
from niaga.platform.database import Blind, Code, metadata
from niaga.platform.rotation import sealed_tables

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "niaga"
SEALING = {"seal", "seal_bytes", "open", "open_bytes"}
# What signs with the primary key, and what becomes of it when keys change: docs/keys.md tells it for each.
SIGNERS = {
    "accounts/staff/invitations.py",
    "accounts/verification/actions.py",
    "platform/crypto/blind.py",
    "platform/search/tokens.py",
    "platform/throttle/allowances.py",
    "platform/http/forms.py",
    "orders/holder.py",
    "orders/guesses.py",
    "notifications/links.py",
    "shipping/rules/promises.py",
}
# Hashes of long random values that no key is needed for: nobody finds them by trying.
KEYLESS = {"recovery_code.code_index", "passkey.credential_index"}


def calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


def words(tree: ast.Module) -> dict[str, object]:
    """The module's constants."""
    return {
        target.id: one.value.value
        for one in tree.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        for target in one.targets
        if isinstance(target, ast.Name)
    }


def places_sealed() -> dict[tuple[object, object], str]:
    """Table and column of each seal that the program makes or opens, and where it says so."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = words(tree)
        for call in calls(tree, SEALING):
            given = {word.arg: word.value for word in call.keywords}
            if {"table", "column"} <= given.keys() and not path.is_relative_to(SOURCE / "platform" / "rotation"):
                table, column = (_word(given[name], constants) for name in ("table", "column"))
                if None not in {table, column}:
                    found[table, column] = str(path.relative_to(SOURCE))
    return found


def _word(node: ast.expr, constants: dict[str, object]) -> object:
    if isinstance(node, ast.Constant):
        return node.value
    return constants.get(node.id) if isinstance(node, ast.Name) else None


def test_rotation_knows_every_column_that_is_sealed() -> None:
    known = {(sealed.name, seal.name) for sealed in sealed_tables() for seal in sealed.seals}
    sealed = places_sealed()
    assert len(sealed) > 6, "the search found next to nothing: it is broken"
    assert {place: path for place, path in sealed.items() if place not in known} == {}


def test_every_index_of_something_sealed_says_what_it_is_of() -> None:
    mute = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_index") and isinstance(column.type, Code) and not isinstance(column.type, Blind)
    ]
    assert set(mute) == KEYLESS


def test_the_manual_says_what_a_withdrawn_key_means_for_whatever_is_signed() -> None:
    signing = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if any(calls(ast.parse(path.read_text(encoding="utf-8")), {"mac"}))
    }
    assert signing == SIGNERS
    manual = (ROOT / "docs" / "keys.md").read_text(encoding="utf-8")
    assert [path for path in SIGNERS - {"platform/crypto/blind.py"} if f"`{path}`" not in manual] == []
