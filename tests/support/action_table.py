"""The closing table of the contract suite: actions x engines, holes among them."""

from __future__ import annotations

from typing import Any

import pytest

_MARKS = {"passed": "ok", "failed": "FAILED", "skipped": "missing"}


class ActionTable:
    """Notes what became of each scenario on each engine, in whichever process it ran."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Any:
        """Name the scenario's actions in the report, which travels."""
        report = yield
        callspec = getattr(item, "callspec", None)
        scenario = callspec and callspec.params.get("scenario")
        if hasattr(scenario, "actions"):
            report.actions = list(scenario.actions)
            report.engine = callspec.params["engine"].value
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep what became of it."""
        if hasattr(report, "actions") and (report.when == "call" or report.outcome != "passed"):
            for action in report.actions:
                if self._seen.get((action, report.engine)) != "FAILED":
                    self._seen[action, report.engine] = _MARKS[report.outcome]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table when the suite ran."""
        if not self._seen:
            return
        from tests.contract.scenarios.stage import actions

        engines = sorted({engine for _, engine in self._seen})
        names = sorted({*actions(), *(action for action, _ in self._seen)})
        terminalreporter.section("actions x engines")
        for name in names:
            marks = [self._seen.get((name, engine), "HOLE") for engine in engines]
            terminalreporter.write_line(
                f"{name:<32}" + "".join(f"{engine} {mark:<9}" for engine, mark in zip(engines, marks, strict=True))
            )
