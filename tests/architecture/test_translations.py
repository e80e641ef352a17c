"""Every text that a person may read has an Indonesian translation with the same facts in it."""

import ast
import importlib
import pkgutil
import string
from collections import Counter
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import niaga
from niaga.foundation.errors import NiagaError
from niaga.orders.public import OrderStatus
from niaga.payments.public import PaymentStatus
from niaga.platform.language import LOCALE_DIR

SOURCE = Path(niaga.__file__).parent
# Where the template stands in a call: translate(template, …), invalid_field(path, code, template), FieldProblem(the same).
TEMPLATE_AT = {"translate": 0, "invalid_field": 2, "FieldProblem": 2}


def catalog():
    return read_po(BytesIO((LOCALE_DIR / "id.po").read_bytes()))


def placeholders(text: str):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def error_templates():
    for module in pkgutil.walk_packages(niaga.__path__, "niaga."):
        if not module.name.endswith("__main__") and ".versions." not in module.name:
            importlib.import_module(module.name)
    waiting, found = [NiagaError], {}
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found |= {kind.template(): kind.__qualname__ for kind in subclasses if kind.__module__.startswith("niaga.")}
    return found


def written_templates():
    """Template literals in calls, and the calls whose template is put together where nobody can translate it."""
    found, broken = {}, []
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = _named_texts(tree)
        for node in ast.walk(tree):
            template = _template_of(node) if isinstance(node, ast.Call) else None
            if isinstance(template, ast.Name):
                found |= {text: f"{path.relative_to(SOURCE)}:{node.lineno}" for text in named.get(template.id, ())}
            if isinstance(template, ast.Constant) and isinstance(template.value, str):
                found[template.value] = f"{path.relative_to(SOURCE)}:{node.lineno}"
            elif isinstance(template, ast.JoinedStr | ast.BinOp):
                broken.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    for path in SOURCE.rglob("*.j2"):
        for call in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                where, template = f"{path.relative_to(SOURCE)}:{call.lineno}", call.args[0]
                if isinstance(template, nodes.Const):
                    found[template.value] = where
                else:
                    broken.append(where)
    return found, broken


def _named_texts(tree: ast.Module) -> dict[str, list[str]]:
    """Every text that a module gives a name to, by that name: `message = "…"`, `_PHONE_MESSAGE = "…"`."""
    texts: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    texts.setdefault(target.id, []).append(node.value.value)
    return texts


def _template_of(call: ast.Call) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    at = TEMPLATE_AT.get(name)
    if at is None:
        return None
    if len(call.args) > at:
        return call.args[at]
    return next((keyword.value for keyword in call.keywords if keyword.arg in ("template", "message")), None)


def test_every_text_has_a_translation():
    translated = {entry.id: entry.string for entry in catalog()}
    wanted = {text: where for text, where in {**error_templates(), **written_templates()[0]}.items() if text}
    assert len(wanted) > 5, "the search found next to nothing: it is broken"
    holes = {text: where for text, where in wanted.items() if not translated.get(text)}
    assert not holes, "append these to src/niaga/locale/id.po:\n" + "\n".join(
        f"{where}: {text}" for text, where in holes.items()
    )


def test_translations_keep_the_facts():
    changed = [entry.id for entry in catalog() if entry.id and placeholders(entry.id) != placeholders(entry.string)]
    assert not changed


def test_templates_are_literals():
    assert not written_templates()[1], "a text put together at run time cannot be translated: use {facts}"


def test_no_text_is_translated_twice():
    lines = (LOCALE_DIR / "id.po").read_text(encoding="utf-8").splitlines()
    repeated = [
        line for line, times in Counter(line for line in lines if line.startswith('msgid "')).items() if times > 1
    ]
    assert [line for line in repeated if line != 'msgid ""'] == []


def test_nothing_in_the_file_is_marked_as_doubtful():
    assert [entry.id for entry in catalog() if entry.id and entry.fuzzy] == []


def words_in_errors():
    """Words that errors put into their sentences: what is missing, and the states of orders and payments."""
    states = {status.value for kind in (OrderStatus, PaymentStatus) for status in kind}
    nouns = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id in ("NotFound", "IllegalMove") and isinstance(node.args[0], ast.Constant):
                nouns.add(node.args[0].value)
    return {word.replace("_", " ") for word in states | nouns}


def test_words_inside_messages_are_translated():
    known = {message.id for message in catalog() if message.string}
    assert words_in_errors() - known == set()
