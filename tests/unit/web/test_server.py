"""How an application is built for a server process."""

import gc
from collections.abc import Iterator

import pytest

from niaga.web.server import built_to_last


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector, which afterwards is as it was."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_the_garbage_collector_passes_by_what_the_application_is_made_of(collector: None) -> None:
    made = [[number] for number in range(1_000)]
    assert built_to_last(lambda: made) is made
    assert gc.get_freeze_count() >= len(made)
    assert not any(made is one for one in gc.get_objects())
