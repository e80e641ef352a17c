"""Build hook: makes the files that are generated, never written by hand, before a wheel or an editable install."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GeneratedFiles(BuildHookInterface[Any]):
    """Runs for the wheel and for the editable install alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Nothing to generate yet."""
