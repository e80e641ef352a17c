"""The house: who may knock at which door, what the doors say, and that the contracts speak of modules that exist."""

import ast
import configparser
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType

import grimp
import pytest

import niaga
from niaga.foundation.errors import NiagaError

ROOT = Path(__file__).parents[2]
SOURCE = Path(niaga.__file__).parent

# Everybody may use these; they are floors to stand on, not rooms with a door.
OPEN = {"foundation", "platform"}
DOORS = {"public", "events", "errors", "ports"}
# Pure files may also take the values and the arithmetic of lower rooms, for a `public` drags the database in.
PURE = {"model", "rules", "states", "events", "errors", "ports"}
MORE_DOORS = {
    "web": {"http"},
    "app": {"http", "tables", "handlers"},
    # Reads are put together from other rooms' tables, never written: docs/decisions say so.
    "browse": {"tables"},
}
# The pages know the shop by its public API alone, as any other client does.
CLIENTS = {"storefront"}
# Not rooms: what puts them together, each from the floor above.
ASSEMBLY = {"__main__": {"cli"}, "cli": {"app", "web"}, "app": {"web"}, "web": set()}
BANNED = {"utils", "helpers", "common", "misc", "core", "base", "manager", "service", "services", "models"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("niaga")


def rooms() -> set[str]:
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")} - OPEN - ASSEMBLY.keys()


def modules() -> list[str]:
    return [module.name for module in pkgutil.walk_packages(niaga.__path__, "niaga.")]


def place_of(module: str) -> tuple[str, str]:
    """`niaga.orders.model` -> (orders, model); the file of a room's own package counts by its first name."""
    parts = module.split(".")[1:]
    return (parts[0], parts[1] if len(parts) > 1 else "") if parts else ("", "")


def knock(importer: str, imported: str) -> str | None:
    """Why the first may not import the second; None when it may."""
    here, file = place_of(importer)
    there, door = place_of(imported)
    if not there or here == there or there in OPEN or there in ASSEMBLY.get(here, ()):
        return None
    if here in CLIENTS:
        return f"{importer} imports {imported}: ask the public API instead"
    allowed = DOORS | MORE_DOORS.get(here, set()) | ({"model", "rules"} if file in PURE else set())
    if door in allowed and there in rooms():
        return None
    return f"{importer} imports {imported}: knock at one of {', '.join(sorted(allowed))}"


def test_rooms_are_entered_by_their_doors(graph: grimp.ImportGraph):
    refused = [
        reason
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if (reason := knock(importer, imported))
    ]
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("niaga.checkout.desk", "niaga.orders.store"),
        ("niaga.checkout.desk", "niaga.orders.model"),
        ("niaga.checkout.rules.drafting", "niaga.orders.tables"),
        ("niaga.orders.store", "niaga.catalogue.tables"),
        ("niaga.shop.actions", "niaga.app"),
        ("niaga.cli.main", "niaga.orders.actions"),
        ("niaga.web.application", "niaga.orders.tables"),
        ("niaga.inventory.actions", "niaga.catalogue"),
        ("niaga.storefront.product", "niaga.browse.public"),
    ],
)
def test_the_rule_refuses_what_it_is_for(importer: str, imported: str):
    assert knock(importer, imported)


def contracts() -> configparser.ConfigParser:
    found = configparser.ConfigParser()
    found.read(ROOT / ".importlinter")
    return found


def test_every_wildcard_of_a_contract_matches_a_module():
    known = ["niaga", *modules()]
    patterns = [
        line
        for section in contracts().values()
        for key in ("source_modules", "ancestors")
        for line in section.get(key, "").split()
    ]
    assert len(patterns) > 5, "the contracts were not found"
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in known)] == []


def test_every_forbidden_package_is_spelt_as_it_is_installed():
    # Not used yet, so nothing to misspell against; they stay out of deciding code from the day they come.
    expected = {"redis", "nats", "pymongo"}
    forbidden = contracts()["importlinter:contract:pure"]["forbidden_modules"].split()
    assert {name for name in forbidden if importlib.util.find_spec(name) is None} <= expected


def test_no_module_has_a_name_that_says_nothing():
    assert [name for name in modules() if BANNED.intersection(name.split(".")[1:])] == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def has_door(room: str) -> bool:
    return (SOURCE / room / "public.py").exists()


def public_doors() -> list[ModuleType]:
    return [importlib.import_module(f"niaga.{room}.public") for room in sorted(rooms()) if has_door(room)]


@pytest.mark.parametrize("door", public_doors(), ids=lambda door: door.__name__)
def test_a_door_says_what_it_offers(door: ModuleType):
    offered = [getattr(door, name) for name in door.__all__]
    own = [one for one in offered if inspect.isfunction(one) or inspect.isclass(one)]
    # A dataclass without a docstring gets its signature as one; that says nothing.
    mute = [one.__name__ for one in own if not one.__doc__ or one.__doc__.startswith(f"{one.__name__}(")]
    assert mute == []


def test_a_door_lists_what_it_defines():
    for door in public_doors():
        tree = ast.parse(Path(str(door.__file__)).read_text(encoding="utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert {name for name in defined if not name.startswith("_")} <= set(door.__all__), door.__name__


def test_a_room_that_others_use_has_a_door(graph: grimp.ImportGraph):
    used = {
        place_of(imported)[0]
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if place_of(imported)[1] == "public"
    }
    assert rooms() >= used
    assert [room for room in sorted(used) if not has_door(room)] == []


def all_errors() -> list[type[NiagaError]]:
    for name in modules():
        if not name.endswith("__main__") and ".versions." not in name:
            importlib.import_module(name)
    waiting, found = [NiagaError], []
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        found += [kind for kind in kinds if kind.__module__.startswith("niaga.")]
    return found


def test_every_error_has_a_code_of_its_own():
    codes = Counter(kind.code for kind in set(all_errors()))
    assert len(codes) > 20, "the search found next to nothing: it is broken"
    assert [code for code, times in codes.items() if times > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", code)] == []
