"""How failed attempts are told in the log: what will be tried again as a warning, what is given up as an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger
from niaga.platform.outbox.causes import cause_of
from niaga.platform.traces import inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from niaga.platform.outbox.tasks import Failure

_log = get_logger(__name__)


def report_failures(failures: Iterable[Failure]) -> None:
    """One line each."""
    for one in failures:
        say = _log.error if one.gives_up else _log.warning
        facts = {"handler": one.task.handler, "task": one.task.id, "event_id": one.task.event.id, "why": one.why}
        with inside(cause_of(one.task.event)):
            say("relay.task_failed", given_up=one.gives_up, **facts)
