"""What is imported to stay: the collector rests meanwhile and passes by it afterwards, also where an import failed."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from niaga.cli.importing import imported_to_stay


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The garbage collector, which afterwards is as it was."""
    yield
    gc.unfreeze()
    gc.enable()


def test_the_collector_rests_and_passes_by_what_was_made() -> None:
    with imported_to_stay():
        assert not gc.isenabled()
        made = [[number] for number in range(100)]
    assert gc.isenabled()
    assert not any(made is one for one in gc.get_objects())


def test_the_collector_works_again_after_an_import_that_failed() -> None:
    with pytest.raises(ModuleNotFoundError), imported_to_stay():
        raise ModuleNotFoundError
    assert gc.isenabled()
