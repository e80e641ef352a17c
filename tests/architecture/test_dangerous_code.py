"""What the program never does: run text as code, make its own cryptography, draw secrets from a guessable source, log elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "niaga"
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
# Programs are not started, and nothing is read back that could be more than data.
MODULES = {"subprocess", "pickle", "marshal", "shelve", "ctypes", "yaml", "pty", "code", "codeop", "xml", "lxml"}
STARTS_PROGRAMS = ("system", "popen", "exec", "spawn", "posix_spawn", "startfile")
# Patterns that are put together: of constants, of route templates, of the document's own schemas.
MADE_PATTERNS = {
    "orders/holder.py",
    "platform/http/bodies.py",
    "platform/outbound/places.py",
    "storefront/places.py",
    "web/samples.py",
}
MARKUP = {"storefront/rendering.py", "web/pages.py"}
HASHES = {"sha256", "blake2b"}
CIPHERS = {
    "AESGCM", "HKDF", "SHA256", "Ed25519PrivateKey", "Ed25519PublicKey", "Encoding", "PublicFormat", "InvalidTag",
    "InvalidSignature",
}  # fmt: skip
# Pauses are spread with it, and the system's own generator is made a subclass of.
GUESSABLE = {
    "foundation/randomness.py",
    "platform/database/patience.py",
    "platform/outbox/tasks.py",
    "realtime/answer.py",
    "realtime/frames.py",
}
SECRETS = ("mac", "macs", "digest", "signature", "seal", "token", "password", "otp")

Look = Callable[[ast.AST], bool]


@cache
def sources() -> dict[str, list[ast.AST]]:
    return {
        str(path.relative_to(SOURCE)): list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for path in SOURCE.rglob("*.py")
    }


def where(look: Look) -> set[str]:
    """The files in which something looks like that."""
    return {path for path, nodes in sources().items() if any(look(node) for node in nodes)}


def imported(node: ast.AST) -> Iterator[str]:
    """`module` or `module.name` of everything that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{one.name}" for one in node.names)


def called(node: ast.AST) -> str:
    """The name that is called, with what it is of, where it is that simple."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def imports_of(*modules: str) -> Look:
    return lambda node: any(name.split(".")[0] in modules for name in imported(node))


def test_no_text_is_run_and_no_program_is_started() -> None:
    assert where(lambda node: called(node) in RUNS_TEXT) == set()
    assert where(imports_of(*MODULES)) == set()
    assert where(lambda node: called(node).startswith(tuple(f"os.{one}" for one in STARTS_PROGRAMS))) == set()


def test_no_pattern_is_made_of_what_somebody_sent() -> None:
    def looks(node: ast.AST) -> bool:
        functions = {
            "re.compile",
            "re.match",
            "re.search",
            "re.fullmatch",
            "re.sub",
            "re.split",
            "re.findall",
            "re.finditer",
        }
        return called(node) in functions and isinstance(node, ast.Call) and not isinstance(node.args[0], ast.Constant)

    assert where(looks) == MADE_PATTERNS


def test_templates_are_files_and_escape_what_is_put_in() -> None:
    assert where(lambda node: called(node).endswith((".from_string", "Template", "compile_expression"))) <= {
        "notifications/accounts.py"  # WhatsApp's, which is a name and its parameters
    }
    environments = [
        node
        for nodes in sources().values()
        for node in nodes
        if called(node) == "Environment" and isinstance(node, ast.Call)
    ]
    assert len(environments) >= 4
    assert all("autoescape" in {word.arg for word in node.keywords} for node in environments)
    assert where(lambda node: called(node) == "Markup") == MARKUP


def test_cryptography_is_other_peoples_and_of_the_kinds_that_hold() -> None:
    hashes = {
        name.rpartition(".")[2]
        for nodes in sources().values()
        for node in nodes
        for name in (*imported(node), called(node))
        if name.startswith("hashlib.") and name.count(".") == 1
    }
    ciphers = {
        name.rpartition(".")[2]
        for nodes in sources().values()
        for node in nodes
        for name in imported(node)
        if name.startswith("cryptography.")
    }
    assert hashes == HASHES
    assert ciphers == CIPHERS


def test_nothing_that_must_not_be_guessed_comes_from_a_guessable_source() -> None:
    assert where(imports_of("random")) == GUESSABLE
    assert where(lambda node: "uuid" in {name.split(".")[0] for name in imported(node)}) == set()


def test_secrets_are_compared_in_the_same_time() -> None:
    def looks(node: ast.AST) -> bool:
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            return False
        sides = (node.left, *node.comparators)
        names = {getattr(one, "attr", getattr(one, "id", "")) for one in sides}
        return bool(names & set(SECRETS)) and not any(isinstance(one, ast.Constant) for one in sides)

    # What a store compares, the database compares: hashes, and never the secrets themselves.
    assert {path for path in where(looks) if not path.endswith("/store.py")} == set()


def test_logs_go_one_way() -> None:
    assert where(lambda node: called(node).startswith("logging.") and called(node).endswith("Handler")) == {
        "platform/logging.py"
    }
    prints = {path for path in where(lambda node: called(node) == "print") if not path.startswith("cli/")}
    assert prints == set()
