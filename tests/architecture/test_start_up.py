"""What a shop on SQLite does not load: start-up is paid by everybody who tries it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LEFT_OUT = (
    "pydantic",
    "rich",
    "alembic",
    "phonenumbers",
    "rapidfuzz",
    "jinja2",
    "httpx",
    "snowballstemmer",
    "opentelemetry",
    "google.protobuf",
    "requests",
)
PROBE = """
import sys
from pathlib import Path
from niaga.app import make_application
from niaga.platform.settings import load_settings
make_application(load_settings({"env": "development", "data": sys.argv[1]}, {}, Path(sys.argv[1])))
print(" ".join(sorted(sys.modules)))
"""


def loaded_at_start(folder: Path) -> set[str]:
    """The modules in memory once the application is assembled."""
    run = subprocess.run([sys.executable, "-c", PROBE, str(folder)], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_starting_loads_nothing_that_only_some_need(tmp_path: Path) -> None:
    loaded = loaded_at_start(tmp_path)
    assert {name for name in LEFT_OUT if name in loaded} == set()
    assert not [
        name
        for name in loaded
        if name.startswith(("sqlalchemy.orm.", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.postgresql"))
    ]


def test_help_answers_without_the_shop() -> None:
    probe = "import sys; sys.argv = ['niaga', '--help']\nfrom niaga.cli.main import group\ntry:\n    group()\nexcept SystemExit:\n    print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.rsplit("\n", 2)[-2].split())
    assert "serve" in run.stdout
    assert {"sqlalchemy", "litestar", "niaga.app"} & loaded == set()
