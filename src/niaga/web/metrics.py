"""`/metrics`: what this process counted, as Prometheus reads it, for this machine or a key that may.

With several workers each answers for itself, whichever the connection reached: the label `worker` is its process id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response, get

from niaga.accounts.public import staff
from niaga.foundation.errors import NiagaError
from niaga.platform.http.exchange import GUEST
from niaga.platform.outbox import read_backlog
from niaga.platform.settings import is_loopback
from niaga.platform.telemetry import Exposition, worker_label, write_process

if TYPE_CHECKING:
    from datetime import datetime

    from litestar.connection import ASGIConnection
    from litestar.handlers import HTTPRouteHandler

    from niaga.platform.database import Database
    from niaga.platform.http import Principal
    from niaga.platform.telemetry import DatabaseFigures, RequestFigures
    from niaga.realtime.public import Hub
    from niaga.web.hot_reads import HotReads

    Connection = ASGIConnection[Any, Any, Any, Any]

# The framework adds the charset.
CONTENT_TYPE = "text/plain; version=0.0.4"
PERMISSION = "metrics.read"
# Whoever sends one of these came through somebody else, so the peer's address says nothing about them.
FORWARDING = frozenset({
    b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-port",
    b"x-forwarded-server", b"x-real-ip", b"x-client-ip", b"true-client-ip", b"cf-connecting-ip",
})  # fmt: skip
_OWN_HOSTS = (b"127.0.0.1", b"localhost", b"[::1]")


class _LocalOrKey:
    """This machine's own programs, or a key with the permission.

    Behind a trusted proxy only the key counts: the server has then put a header's word in the peer's place.
    """

    def __init__(self, *, behind_proxy: bool) -> None:
        self._by_key = staff(PERMISSION)
        self._behind_proxy = behind_proxy
        self.security = self._by_key.security
        self.permission = PERMISSION

    async def admit(self, request: Connection) -> Principal:
        if not self._behind_proxy and is_own_machine(request.scope):
            return GUEST
        return await self._by_key.admit(request)


def is_own_machine(scope: Any) -> bool:
    """Whether a program on this machine asks, by an address of this machine, and for nobody else."""
    peer, headers = scope["client"], scope["headers"]
    if peer is None or not is_loopback(peer[0]) or any(name in FORWARDING for name, _ in headers):
        return False
    hosts = [value for name, value in headers if name == b"host"]
    return len(hosts) == 1 and any(hosts[0] == own or hosts[0].startswith(own + b":") for own in _OWN_HOSTS)


def metrics_handler(
    database: Database, requests: RequestFigures, hot_reads: HotReads, hub: Hub, *, behind_proxy: bool
) -> HTTPRouteHandler:
    """`GET /metrics` over the figures of the gate, the database, the hot-read cache and the open streams."""

    @get("/metrics", policy=_LocalOrKey(behind_proxy=behind_proxy), include_in_schema=False)
    async def read_metrics() -> Response[str]:
        out = Exposition(worker=worker_label())
        _write_requests(out, requests)
        _write_hot_reads(out, hot_reads)
        _write_streams(out, hub)
        _write_lanes(out, database.figures)
        _write_database(out, database)
        await _write_outbox(out, database)
        write_process(out)
        return Response(out.text(), media_type=CONTENT_TYPE)

    return read_metrics


def _write_requests(out: Exposition, requests: RequestFigures) -> None:
    name = "niaga_http_request_seconds"
    out.family(name, "histogram", "Answers by route, method and class of status (0xx: none was given).")
    for (route, method, hundreds), seen in sorted(requests.by_kind.items()):
        out.histogram(name, seen, {"route": route, "method": method, "status": f"{hundreds}xx"})


def _write_hot_reads(out: Exposition, cache: HotReads) -> None:
    out.one("niaga_hot_reads_hits_total", "counter", "Public reads answered from kept bytes.", cache.hits)
    out.one("niaga_hot_reads_misses_total", "counter", "Public reads that were rendered.", cache.misses)
    out.one("niaga_hot_reads_shared_total", "counter", "Public reads that waited for another's render.", cache.shared)
    out.one("niaga_hot_reads_looks_total", "counter", "Times the revisions were looked at.", cache.looks)
    out.one("niaga_hot_reads_bytes", "gauge", "Memory that kept answers are counted for.", cache.bytes)


def _write_streams(out: Exposition, hub: Hub) -> None:
    seen = hub.figures
    out.one("niaga_streams_open", "gauge", "Streams open now.", len(hub))
    out.one("niaga_streams_opened_total", "counter", "Streams that were opened.", seen.opened)
    out.one("niaga_streams_refused_total", "counter", "Streams refused because too many were open.", seen.refused)
    out.family("niaga_streams_ended_total", "counter", "Streams that ended, by reason.")
    for reason, count in sorted(seen.ended.items()):
        out.sample("niaga_streams_ended_total", count, {"reason": reason})
    out.one("niaga_streams_events_total", "counter", "Events handed to streams.", seen.facts)
    out.one(
        "niaga_streams_resets_total",
        "counter",
        "Times a client was told that it may have missed something.",
        seen.resets,
    )
    out.family("niaga_streams_lag_seconds", "histogram", "From an event's recording until it was handed to streams.")
    out.histogram("niaga_streams_lag_seconds", seen.lag)


def _write_lanes(out: Exposition, figures: DatabaseFigures) -> None:
    lanes = sorted(figures.lanes.items())
    out.family("niaga_lane_batch_size", "histogram", "Drafts that shared a transaction.")
    for name, lane in lanes:
        out.histogram("niaga_lane_batch_size", lane.batches, {"lane": name})
    out.family("niaga_lane_wait_seconds", "histogram", "How long drafts waited for their turn.")
    for name, lane in lanes:
        out.histogram("niaga_lane_wait_seconds", lane.waits, {"lane": name})
    out.family("niaga_lane_splits_total", "counter", "Batches that failed and were halved.")
    for name, lane in lanes:
        out.sample("niaga_lane_splits_total", lane.splits, {"lane": name})
    out.family("niaga_lane_overloaded_total", "counter", "Drafts turned away because too many were waiting.")
    for name, lane in lanes:
        out.sample("niaga_lane_overloaded_total", lane.overloaded, {"lane": name})
    out.family("niaga_lane_waiting", "gauge", "Drafts waiting now.")
    for name, lane in lanes:
        out.sample("niaga_lane_waiting", lane.waiting, {"lane": name})


def _write_database(out: Exposition, database: Database) -> None:
    figures = database.figures
    out.one("niaga_database_transactions_total", "counter", "Transactions committed.", figures.transactions)
    out.family("niaga_database_transaction_seconds", "histogram", "From asking for a connection until the commit.")
    out.histogram("niaga_database_transaction_seconds", figures.seconds)
    out.family("niaga_database_retries_total", "counter", "Units of work run again, by reason.")
    for reason, count in sorted(figures.retries.items()):
        out.sample("niaga_database_retries_total", count, {"reason": reason})
    out.family("niaga_database_connections_in_use", "gauge", "Connections taken from the pool.")
    for pool, count in database.connections_in_use().items():
        out.sample("niaga_database_connections_in_use", count, {"pool": pool})


async def _write_outbox(out: Exposition, database: Database) -> None:
    """The outbox belongs to the whole shop: every worker says the same. Left out while the database does not answer."""
    try:
        backlog, now = await database.read(lambda db: (read_backlog(db), db.now))
    except NiagaError:
        out.one("niaga_database_up", "gauge", "Whether the database answered this scrape.", 0)
        return
    out.one("niaga_database_up", "gauge", "Whether the database answered this scrape.", 1)
    out.one("niaga_outbox_unsequenced_events", "gauge", "Events without a position yet.", backlog.unsequenced)
    age, late = _age_seconds(backlog.oldest_at, now), _age_seconds(backlog.due_since, now)
    out.one("niaga_outbox_oldest_event_age_seconds", "gauge", "Age of the oldest of them.", age)
    out.one("niaga_outbox_due_tasks", "gauge", "Tasks whose time has come.", backlog.due)
    out.one("niaga_outbox_oldest_task_late_seconds", "gauge", "For how long the oldest of them has been due.", late)
    out.one("niaga_outbox_dead_tasks", "gauge", "Tasks given up.", backlog.dead)


def _age_seconds(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
