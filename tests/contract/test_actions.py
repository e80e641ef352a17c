"""Every action that writes, on every engine: what it does and what it refuses. An action without a scenario is a hole."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
import tests.contract.scenarios as played
from tests.contract.scenarios.stage import SCENARIOS, Scenario, actions

from niaga.platform.database import Database

for _one in pkgutil.iter_modules(played.__path__):
    importlib.import_module(f"{played.__name__}.{_one.name}")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one.id for one in SCENARIOS])
async def test_an_action_does_the_same_on_every_engine(database: Database, scenario: Scenario) -> None:
    await scenario.play(database)


def test_no_action_is_without_a_scenario() -> None:
    shown = {name for scenario in SCENARIOS for name in scenario.actions}
    known = set(actions())
    assert known - shown == set(), "these actions write and no scenario shows them"
    assert shown - known == set(), "these scenarios show what is no action any more"
