"""The closing table of the contract suite: actions x engines, holes among them."""

from __future__ import annotations

from typing import Any

import pytest

_SEEN = pytest.StashKey[dict[tuple[str, str], str]]()
_MARKS = {"passed": "ok", "failed": "FAILED", "skipped": "missing"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Note what became of each scenario on each engine."""
    report = yield
    scenario = getattr(item, "callspec", None) and item.callspec.params.get("scenario")  # type: ignore[attr-defined]
    if scenario is not None and (report.when == "call" or report.outcome != "passed"):
        seen = item.config.stash.setdefault(_SEEN, {})
        engine = item.callspec.params["engine"].value  # type: ignore[attr-defined]
        for action in scenario.actions:
            if seen.get((action, engine)) != "FAILED":
                seen[action, engine] = _MARKS[report.outcome]
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table when the suite ran."""
    seen = config.stash.get(_SEEN, {})
    if not seen:
        return
    from tests.contract.scenarios.stage import actions

    engines = sorted({engine for _, engine in seen})
    names = sorted({*actions(), *(action for action, _ in seen)})
    terminalreporter.section("actions x engines")
    for name in names:
        marks = [seen.get((name, engine), "HOLE") for engine in engines]
        terminalreporter.write_line(
            f"{name:<32}" + "".join(f"{engine} {mark:<9}" for engine, mark in zip(engines, marks, strict=True))
        )
