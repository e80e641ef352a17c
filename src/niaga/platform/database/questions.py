"""Several questions at once: what a transaction has to know before it decides, in one way to the database and back.

A room's `store.py` states a `Question` over a rowset; whoever needs the answers of several rooms asks them together. On
PostgreSQL they are the parts of one statement, whose answers come as JSON; elsewhere each is asked alone, as the room does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa

from niaga.platform.database.engines import Engine
from niaga.platform.database.rowsets import Columns, Row, Rowset, encode_rows, rowset
from niaga.platform.database.writes import compile_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from niaga.platform.database.transaction import Reader

T = TypeVar("T")
_decode = msgspec.json.Decoder().decode


@dataclass(frozen=True, eq=False)
class Question:
    """A named select over a rowset with these columns. What it answers are numbers, texts and truths, nothing decorated."""

    name: str
    columns: Columns
    build: Callable[[Rowset], sa.SelectBase]


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A question about these rows, how its answer is understood, and how it is asked alone."""

    question: Question
    rows: Sequence[Row]
    understand: Callable[[Iterable[Any]], T]
    alone: Callable[[], T]


def ask_all(db: Reader, asked: Sequence[Asked[Any]]) -> list[Any]:
    """What each is understood to answer. One statement on PostgreSQL, where those without rows are left out.

    Rows that a question locks are locked in its order; which of two questions locks first is not said.
    """
    due = [one for one in asked if one.rows]
    if db.engine is not Engine.POSTGRESQL or len(due) < 2:  # noqa: PLR2004 - one is asked alone
        return [one.alone() for one in asked]
    sql, order, constants = _sql(db.engine, tuple(one.question for one in due))
    parameters = dict(constants)
    for place, one in enumerate(due):
        parameters[f"r{place}"] = encode_rows(db.engine, one.question.columns, one.rows)
    found = db.connection.exec_driver_sql(sql, tuple(parameters[name] for name in order)).one()
    answers = {id(one): _decode(text) if text else [] for one, text in zip(due, found, strict=True)}
    return [one.understand(answers.get(id(one), [])) for one in asked]


@lru_cache(maxsize=64)
def _sql(engine: Engine, questions: tuple[Question, ...]) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    parts = []
    for place, question in enumerate(questions):
        rows = question.build(rowset(engine, f"r{place}", question.columns)).cte(f"q{place}")
        row = sa.func.json_build_array(*rows.c)
        # As text: the driver would decode JSON by itself.
        parts.append(sa.select(sa.cast(sa.func.json_agg(row), sa.Text)).select_from(rows).scalar_subquery())
    return compile_once(engine, sa.select(*parts))
