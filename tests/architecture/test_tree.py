"""What the repository may not hold: hosts that only one network knows, paths of one machine, what is made and not written."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Put together from parts, so that this file does not hold what it looks for.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "npmjs" + ".org",
    "proxy.golang" + ".org",
)
INDEX_OPTIONS = ("index" + "-url", "extra-index" + "-url", "find" + "-links", "trusted" + "-host")
# This option keeps the index out of the lock; it names none.
ALLOWED = "--no-emit-" + "index" + "-url"
MACHINE = re.compile(
    r"(?<![\w.:/{}-])/(?:" + "|".join(("ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers")) + r")/[\w.]"
)
MADE = re.compile(r"\.(?:pyc|mo|db|sqlite3?|whl|bin|log)$|(?:^|/)(?:\.venv|__pycache__|node_modules|data)/|^uv\.lock$")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    assert len(names) > 100, "the list of files is too short to be true"
    return names


def lines_with(found_in: re.Pattern[str]) -> list[str]:
    hits = []
    for name in tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        hits += [
            f"{name}:{at}" for at, line in enumerate(text.splitlines(), 1) if found_in.search(line.replace(ALLOWED, ""))
        ]
    return hits


def test_no_file_names_a_registry():
    assert lines_with(re.compile("|".join(map(re.escape, (*REGISTRIES, *INDEX_OPTIONS))))) == []


def test_no_file_names_a_path_of_one_machine():
    assert lines_with(MACHINE) == []


def test_the_machine_pattern_knows_a_path_when_it_sees_one():
    for path in ("/ho" + "me/sari/shop", "see /wo" + "rk/main", "'/ro" + "ot/.cache'"):
        assert MACHINE.search(path)
    for path in ("/store/v1/home/x", "https://example.com/" + "work/x", "frame/" + "root/x"):
        assert not MACHINE.search(path)


def test_nothing_that_is_made_is_kept():
    assert [name for name in tracked() if MADE.search(name)] == []


def test_a_lock_entry_never_comes_without_its_hash():
    for lock in ("dev.lock", "uv.lock"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert entries
        assert [entry for entry in entries if not re.match(r"[\w.\[\],-]+==\S+ .*\\$", entry)] == []


def test_a_test_that_a_document_names_exists():
    named = {
        (document.name, path, name)
        for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        for path, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", document.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    missing = [
        where
        for where in named
        if not (ROOT / where[1]).exists() or f"def {where[2]}" not in (ROOT / where[1]).read_text(encoding="utf-8")
    ]
    assert sorted(missing) == []


def test_decisions_are_short_and_numbered():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    assert [record.name for record in records if len(record.read_text(encoding="utf-8").splitlines()) > 40] == []
