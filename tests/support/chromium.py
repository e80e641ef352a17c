"""Headless Chromium for tests: found where it is, one for a run, and one line at the end of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class ChromiumUnderTest:
    """The browser of this run: where it is, or why it is missing."""

    path: str | None = None
    missing: str | None = None
    version: str = ""
    tests: int = 0

    def line(self) -> str:
        """The closing line of a run."""
        if self.missing:
            return f"{'chromium':<11} not exercised: {self.missing}"
        return f"{'chromium':<11} exercised by {self.tests} tests ({self.version})"


def find_chromium() -> ChromiumUnderTest:
    """`NIAGA_TEST_CHROMIUM` names one; else the usual names are looked for."""
    named = os.environ.get("NIAGA_TEST_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None or not os.access(path, os.X_OK):
        return ChromiumUnderTest(missing="no Chromium is installed: apt-get install chromium")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return ChromiumUnderTest(path=path, version=" ".join(said.split()[:2]))


CHROMIUM = pytest.StashKey[ChromiumUnderTest]()
