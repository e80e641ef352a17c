"""`pgbench` of the rows that an order writes: the way of one transaction per order and one statement after another.

The script is made from the rows that one order placed over HTTP left behind, so that both write the same: the same
columns, the same values, ids of their own. Its statements: the idempotency row, three guarded stock updates, the order,
three lines, the timeline, the payment, the ledger, two events; thirteen, between BEGIN and COMMIT. It reads nothing and
decides nothing. Prepared statements; literals are parsed once. Stock rows are taken in one order, so nothing deadlocks.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.rig import ask
from niaga.inventory.tables import stock
from niaga.ledger.tables import ledger_transfer
from niaga.orders.tables import customer_order, order_line, order_timeline
from niaga.payments.tables import payment
from niaga.platform.idempotency.tables import idempotency
from niaga.platform.outbox.tables import event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, Any]
WRITTEN = (idempotency, customer_order, order_line, order_timeline, payment, ledger_transfer, event)
STOCK_ROWS = 3000
LINES = 3
_SHARE = STOCK_ROWS // LINES
_RATE = re.compile(r"tps = ([0-9.]+) \(without initial connection time\)")
_DONE = re.compile(r"number of transactions actually processed: (\d+)")
_FAILED = re.compile(r"number of failed transactions: (\d+)")
_LATENCY = re.compile(r"latency average = ([0-9.]+) ms")
_PAD = "lpad(:{name}::text, {width}, '0')"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of pgbench did."""

    done: int
    failed: int
    per_second: float
    mean_ms: float
    client_cpu_seconds: float
    wall_seconds: float


def is_here() -> bool:
    """Whether there is a pgbench."""
    return shutil.which("pgbench") is not None


async def read_rows(url: str) -> dict[str, list[Row]]:
    """What stands in the tables that an order writes, with the stock rows under their own name."""
    found: dict[str, list[Row]] = {}
    for table in WRITTEN:
        names = [column.name for column in table.columns]
        statement = str(sa.select(*(sa.literal_column(f'"{name}"') for name in names)).select_from(sa.text(table.name)))
        (rows,) = await ask(url, statement)
        found[table.name] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def script(rows: dict[str, list[Row]], warehouse: str) -> tuple[str, int]:
    """The pgbench script that writes rows like these, and how many statements it has between BEGIN and COMMIT."""
    ids = new_ids(rows)
    inserts = {table.name: [insert(table.name, row, ids) for row in rows[table.name]] for table in WRITTEN}
    updates = [
        "UPDATE stock SET reserved = reserved + 1, version = version + 1 "  # noqa: S608  values go through `literal`
        f"WHERE variant_id = {_PAD.format(name=f'v{line}', width=26)} AND warehouse_id = {literal(warehouse)} "
        "AND reserved + 1 <= on_hand;"
        for line in range(LINES)
    ]
    body = inserts.pop(idempotency.name) + updates + [one for statements in inserts.values() for one in statements]
    picks = [
        f"\\set v{line} random({line * _SHARE + 1}, {(line + 1) * _SHARE})" for line in range(LINES)
    ]  # ascending, so that no two transactions wait for each other in a ring
    head = ["\\set n :n + 1", "\\set s :w * 1000000000 + :n * 1000 + :client_id", *picks]
    return "\n".join([*head, "BEGIN;", *body, "COMMIT;", ""]), len(body)


def new_ids(rows: dict[str, list[Row]]) -> dict[str, str]:
    """The SQL expression that stands for each id, number and key of the sample: new in every transaction, and sortable."""
    wanted: dict[str, str] = {}
    for table in WRITTEN:
        for place, row in enumerate(rows[table.name]):
            if isinstance(row.get("id"), str):
                wanted.setdefault(row["id"], _new(f"{table.name[:1].upper()}{place}", 26))
    order, key = rows[customer_order.name][0], rows[idempotency.name][0]
    wanted[order["number"]] = _new("N", 20)
    wanted[key["key"]] = _new("K", 32)
    for line, row in enumerate(rows[order_line.name]):
        wanted[row["variant_id"]] = _PAD.format(name=f"v{line}", width=26)
    return wanted


def _new(prefix: str, width: int) -> str:
    return f"'{prefix}' || " + _PAD.format(name="s", width=width - len(prefix))


def insert(table: str, row: Row, ids: dict[str, str]) -> str:
    """The INSERT of a row, its ids replaced."""
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join("NULL" if name == "position" else value_sql(value, ids) for name, value in row.items())
    return f"INSERT INTO {table} ({names}) VALUES ({values});"  # noqa: S608  values go through `literal`


def value_sql(value: object, ids: dict[str, str]) -> str:
    """A value as SQL, or the expression that stands for it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return ids[text] if text in ids else literal(text)


def literal(text: str) -> str:
    """A text as SQL. pgbench would take a colon for a variable, even between quotes."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a").replace("\n", "\\n")
    return f"E'{escaped}'" if escaped != text else f"'{text}'"


async def fill_stock(url: str, warehouse: str) -> None:
    """The stock rows that the script takes from."""
    names = ", ".join(column.name for column in stock.columns)
    await ask(
        url,
        f"INSERT INTO {stock.name} ({names}) SELECT lpad(n::text, 26, '0'), {literal(warehouse)}, 1000000000, 0, 1 "  # noqa: S608
        f"FROM generate_series(1, {STOCK_ROWS}) AS n",
        "ANALYZE",
    )


def run(url: str, file: Path, *, clients: int, seconds: float, window: int) -> Ran:
    """Run it for whole seconds (pgbench knows no other). `window` keeps the ids of two runs apart."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command: Sequence[str] = [
        "pgbench", "--no-vacuum", "--protocol=prepared", "--file", str(file), "--client", str(clients),
        "--jobs", str(min(clients, 2)), "--time", str(max(1, round(seconds))), "--define", "n=0",
        "--define", f"w={window}", libpq_url(url),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode or not _RATE.search(done.stdout):
        message = f"pgbench failed:\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"
        raise RuntimeError(message)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return parse(done.stdout, spent, wall)


def parse(said: str, client_cpu_seconds: float, wall_seconds: float) -> Ran:
    """What pgbench printed."""

    def number(pattern: re.Pattern[str]) -> float:
        found = pattern.search(said)
        return float(found[1]) if found else 0.0

    return Ran(
        done=int(number(_DONE)),
        failed=int(number(_FAILED)),
        per_second=number(_RATE),
        mean_ms=number(_LATENCY),
        client_cpu_seconds=client_cpu_seconds,
        wall_seconds=wall_seconds,
    )


def libpq_url(url: str) -> str:
    """The URL as libpq takes it."""
    return sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
