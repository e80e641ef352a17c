"""The gazetteer, opened once for all tests of the room."""

import pytest

from niaga.regions.public import Regions


@pytest.fixture(scope="session")
def regions() -> Regions:
    return Regions()
