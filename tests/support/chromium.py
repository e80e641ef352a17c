"""Headless Chromium for tests: found where it is, one for a run, and one line at the end of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

import pytest
from tests.support.exercised import Exercised

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class ChromiumUnderTest(Exercised):
    """The browser of this run: where it is, or why it is missing."""

    name: str = "chromium"
    path: str | None = None


def find_chromium() -> ChromiumUnderTest:
    """`NIAGA_TEST_CHROMIUM` names one; else the usual names are looked for."""
    named = os.environ.get("NIAGA_TEST_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None or not os.access(path, os.X_OK):
        return ChromiumUnderTest(missing="no Chromium is installed: apt-get install chromium")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return ChromiumUnderTest(path=path, version=" ".join(said.split()[:2]))


CHROMIUM = pytest.StashKey[ChromiumUnderTest]()
