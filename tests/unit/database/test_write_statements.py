"""Write statements: one constant text an engine, whatever the rows; values travel as the columns store them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from niaga.orders.tables import customer_order, order_timeline
from niaga.platform.database import Engine, Rupiah, Utc, Write, WriteStatement
from niaga.platform.database.rowsets import Columns, Row, encode_rows
from niaga.platform.database.types import Encrypted, Json
from niaga.platform.database.writes import _fused_sql, _single_sql

COLUMNS = {"name": sa.Text(), "at": Utc(), "amount": Rupiah(), "detail": Json()}
INSERT = WriteStatement.insert(order_timeline)
UPDATE = WriteStatement.update(customer_order, match=("id", "version"), values=("status",))
NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.mark.parametrize("engine", [Engine.SQLITE, Engine.MARIADB])
def test_a_statement_has_one_text_with_one_parameter(engine: Engine) -> None:
    for statement in (INSERT, UPDATE):
        sql, order, constants = _single_sql(engine, statement)
        assert [name for name in order if name not in constants] == ["r0"]
        assert _single_sql(engine, statement)[0] is sql, "made once"


def test_postgresql_gets_all_writes_in_one_statement_with_a_parameter_each() -> None:
    sql, order, constants = _fused_sql(Engine.POSTGRESQL, (INSERT, UPDATE, INSERT))
    assert [name for name in order if name not in constants] == ["r0", "r1", "r2"]
    assert sql.count("INSERT INTO order_timeline") == 2
    assert sql.count("UPDATE customer_order") == 1


@pytest.mark.parametrize("engine", Engine)
def test_no_value_ever_becomes_part_of_the_text(engine: Engine) -> None:
    hostile = "'); DROP TABLE customer_order;--"
    write = Write(UPDATE, [(hostile, 1, hostile)])
    texts = (
        [_fused_sql(engine, (write.statement,))[0]]
        if engine is Engine.POSTGRESQL
        else [_single_sql(engine, write.statement)[0]]
    )
    assert all("DROP TABLE" not in text for text in texts)
    assert _travelled(engine, UPDATE.columns, write.rows)[0][0] == hostile


@pytest.mark.parametrize("engine", Engine)
def test_values_travel_as_the_database_keeps_them(engine: Engine) -> None:
    rows = [("é", NOW, 5, {"a": ["b"]}), (None, None, None, None)]
    (name, at, amount, detail), nothing = _travelled(engine, COLUMNS, rows)
    assert (name, amount, json.loads(detail)) == ("é", 5, {"a": ["b"]})
    assert at == 1_795_496_400_000_000
    assert nothing == [None] * 4


@pytest.mark.parametrize("engine", Engine)
@given(text=st.text(st.characters(blacklist_categories=("Cs",))), amount=st.integers(-(2**63), 2**63 - 1))
def test_every_text_and_amount_arrives_as_it_was(engine: Engine, text: str, amount: int) -> None:
    assert _travelled(engine, {"text": sa.Text(), "amount": Rupiah()}, [(text, amount)]) == [[text, amount]]


@pytest.mark.parametrize("bad", [1.5, True, "5"])
def test_an_amount_is_a_whole_number_or_a_bug(bad: object) -> None:
    with pytest.raises(AssertionError):
        encode_rows(Engine.SQLITE, {"amount": Rupiah()}, [(bad,)])


def test_what_is_not_sealed_never_reaches_a_sealed_column() -> None:
    with pytest.raises(AssertionError):
        encode_rows(Engine.SQLITE, {"name": Encrypted()}, [("Sari Wulandari",)])


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        encode_rows(Engine.SQLITE, {"at": Utc()}, [(NOW.replace(tzinfo=None),)])


def _travelled(engine: Engine, columns: Columns, rows: Sequence[Row]) -> list[list[Any]]:
    """The rows as they leave the process: a JSON text each on PostgreSQL, one of all elsewhere."""
    sent = encode_rows(engine, columns, rows)
    return [json.loads(row) for row in sent] if isinstance(sent, list) else json.loads(sent)
