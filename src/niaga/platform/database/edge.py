"""The edge: begins, commits and repeats. The only place that knows event loop, threads and drivers.

SQLite: one writer thread with BEGIN IMMEDIATE, reads on the event loop (a point read takes microseconds). PostgreSQL and
MariaDB: `run_sync` on the asynchronous driver, writes in READ COMMITTED, reads in AUTOCOMMIT on connections of their own.
A unit of work that failed for a passing reason runs again whole; after a COMMIT whose answer was lost only units whose
first statement reads their idempotency row (or a version) run again, for the others the outcome is unknown.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa
import sqlalchemy.exc

from niaga.platform.database import connections, failpoints
from niaga.platform.database.engines import Engine, engine_of
from niaga.platform.database.failures import Failure, failure_of
from niaga.platform.database.patience import REFUSED_ATTEMPTS, CommitLost, Patience, reason_of
from niaga.platform.database.transaction import Reader, Transaction
from niaga.platform.database.writes import GuardRefused
from niaga.platform.telemetry import DatabaseFigures
from niaga.platform.traces import NO_TRACER, current_trace

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from niaga.foundation.clock import Clock
    from niaga.platform.crypto import Vault
    from niaga.platform.database.failpoints import Failpoint
    from niaga.platform.traces import Tracer

T = TypeVar("T")
_PASSING = (sqlalchemy.exc.DBAPIError, sqlalchemy.exc.TimeoutError, OSError, GuardRefused, CommitLost)


class Database:
    """One shop's database. `open` it inside a running loop, `close` it at the end."""

    def __init__(
        self, url: str, *, vault: Vault, clock: Clock, pool_size: int = 8, failpoint: Failpoint | None = None
    ) -> None:
        self.url = url
        self.engine = engine_of(url)
        self.vault = vault
        self.clock = clock
        self.figures = DatabaseFigures()
        self.tracer: Tracer = NO_TRACER
        self._facts = {"db.system.name": self.engine.value}
        self._pool_size = pool_size
        self._failpoint = failpoint
        self._writer: connections.WriterEngine
        self._reader: connections.ReaderEngine
        self._thread: ThreadPoolExecutor | None = None
        self._resting: sa.Connection | None = None
        self._listeners: list[Callable[[], None]] = []
        self._change_listeners: list[Callable[[AbstractSet[str]], None]] = []

    def on_news(self, listener: Callable[[], None]) -> None:
        """Have something quick called (in the event loop) after each commit of this process that recorded events."""
        self._listeners.append(listener)

    def on_change(self, listener: Callable[[AbstractSet[str]], None]) -> None:
        """Have something quick called after each commit of this process that moved a revision: with what it changed."""
        self._change_listeners.append(listener)

    def connections_in_use(self) -> dict[str, int]:
        """How many connections of each pool are out now."""
        engines = {"write": self._writer, "read": self._reader}
        return connections.in_use(engines)

    async def open(self) -> None:
        """Connect, and refuse a server that would break a promise (see `dialects`). Raises DatabaseUnavailable."""
        self._writer, self._reader = connections.make_engines(self.url, self.engine, self._pool_size)
        if self._failpoint is not None:
            failpoints.arm(connections.plain_engine(self._writer), self._failpoint)
        try:
            if self.engine is Engine.SQLITE:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="niaga-writer")
                await self._in_thread(lambda: self._writer.connect().close())
                self._resting = self._reader.connect()
            await self.read(connections.check_server)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Let go of every connection."""
        if self.engine is Engine.SQLITE:
            if self._resting is not None:
                self._resting.close()
            if self._thread is not None:
                await self._in_thread(self._writer.dispose)
                self._thread.shutdown()
            self._reader.dispose()
        else:
            await self._writer.dispose()
            await self._reader.dispose()

    async def read(self, query: Callable[[Reader], T]) -> T:
        """Run a query at the latest committed state. Raises DatabaseUnavailable when the database does not answer."""
        with self.tracer.span("read", current_trace(), kind="client", facts=self._facts):
            return await self._read(query)

    async def _read(self, query: Callable[[Reader], T]) -> T:
        if self._resting is not None:
            return query(self._reading(self._resting))
        patience = Patience()
        while True:
            try:
                async with self._reader.connect() as connection:
                    found: T = await connection.run_sync(lambda raw: query(self._reading(raw)))
                    return found
            except _PASSING as error:
                pause = patience.after(error)
                self.figures.retried(reason_of(error))
            await asyncio.sleep(pause)

    async def write(
        self,
        action: Callable[[Transaction], T],
        *,
        replayable: bool = False,
        refused_attempts: int = REFUSED_ATTEMPTS,
        name: str = "",
    ) -> T:
        """Run an action in one transaction and commit it; run it again whole for a passing failure.

        `replayable` says that the action's first statement finds out whether it was already done (idempotency row or
        version), so that it may run again after a COMMIT whose answer was lost. `refused_attempts` is how often it runs
        in all while a key or a check refuses a row. `name` is what failpoints know the unit by. Raises OutcomeUnknown when
        it is not replayable, DatabaseUnavailable when the database does not answer, CannotSave when its disk is full,
        Overloaded when no connection becomes free.
        """
        patience = Patience(replayable=replayable, refused_attempts=refused_attempts)
        while True:
            try:
                with self.tracer.span(name or "transaction", current_trace(), kind="client", facts=self._facts):
                    return await self._attempt(action, name)
            except _PASSING as error:
                pause = patience.after(error)
                self.figures.retried(reason_of(error))
            await asyncio.sleep(pause)

    async def run_sync(self, work: Callable[[sa.Connection], T]) -> T:
        """Hand a bare writer connection to schema work (migrations), which commits by itself."""
        if self.engine is Engine.SQLITE:
            return await self._in_thread(lambda: self._with_writer(work))
        async with self._writer.connect() as connection:
            result: T = await connection.run_sync(work)
            return result

    def _with_writer(self, work: Callable[[sa.Connection], T]) -> T:
        with self._writer.connect() as connection:
            return work(connection)

    async def _attempt(self, action: Callable[[Transaction], T], name: str) -> T:
        begun = time.perf_counter()
        transaction, result = await self.run_sync(lambda connection: self._unit(connection, action, name))
        if self._failpoint is not None:
            failpoints.after_commit(name, self._failpoint)
        self.figures.transactions += 1
        self.figures.seconds.observe(time.perf_counter() - begun)
        transaction.committed()
        if transaction.changed:
            for changed in self._change_listeners:
                changed(transaction.changed)
        if transaction.has_news:
            for listener in self._listeners:
                listener()
        return result

    def _unit(self, connection: sa.Connection, action: Callable[[Transaction], T], name: str) -> tuple[Transaction, T]:
        begun = connection.begin()
        if self._failpoint is not None:
            failpoints.begin_unit(connection, name)
        transaction = Transaction(connection, engine=self.engine, now=self.clock.now(), vault=self.vault)
        try:
            result = action(transaction)
        except BaseException:
            _roll_back(begun)
            raise
        try:
            begun.commit()
        except (sqlalchemy.exc.DBAPIError, OSError) as error:
            _roll_back(begun)
            if failure_of(error) is Failure.LOST:
                raise CommitLost from error
            raise
        return transaction, result

    def _reading(self, connection: sa.Connection) -> Reader:
        return Reader(connection, engine=self.engine, now=self.clock.now(), vault=self.vault)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        assert self._thread is not None, "the database is not open"
        # The context travels along, so that what is logged and recorded there knows its trace.
        return await asyncio.get_running_loop().run_in_executor(self._thread, copy_context().run, work)


def _roll_back(begun: sa.RootTransaction) -> None:
    """A connection that cannot even roll back is dropped by the pool; the first error is the one worth raising."""
    try:
        begun.rollback()
    except (sqlalchemy.exc.DBAPIError, OSError):
        if begun.connection is not None:
            begun.connection.invalidate()
