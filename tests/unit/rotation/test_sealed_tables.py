"""What there is to renew is read off the tables, with the names their rows have in seals."""

import pytest
import sqlalchemy as sa

from niaga.platform.crypto import BlindIndex
from niaga.platform.database import Blind, Code, Encrypted, Id, PartlySealed
from niaga.platform.rotation import sealed_tables

INDEX = BlindIndex("test.email")


def seals_of(*columns: sa.Column) -> list[tuple]:  # type: ignore[type-arg]
    schema = sa.MetaData()
    sa.Table("thing", schema, sa.Column("id", Id(), primary_key=True), *columns)
    return [(seal.name, seal.row, seal.quoted) for one in sealed_tables(schema) for seal in one.seals]


def test_a_seal_is_named_by_its_primary_key():
    assert seals_of(sa.Column("name", Encrypted())) == [("name", ("id",), False)]


def test_a_primary_key_of_two_parts_names_it_with_both():
    more = sa.Column("line", Code(4), primary_key=True)
    assert seals_of(more, sa.Column("name", Encrypted())) == [("name", ("id", "line"), False)]


def test_a_store_may_name_it_otherwise():
    owner = sa.Column("owner_id", Id())
    assert seals_of(owner, sa.Column("seed", Encrypted(row=("owner_id",)))) == [("seed", ("owner_id",), False)]


def test_settings_of_which_some_are_sealed_count_too():
    assert seals_of(sa.Column("value", PartlySealed())) == [("value", ("id",), True)]


def test_a_table_without_seals_is_left_out():
    assert seals_of(sa.Column("code", Code(4))) == []


def test_an_index_of_a_column_that_is_not_sealed_is_a_mistake():
    with pytest.raises(AssertionError, match="email_index"):
        seals_of(sa.Column("name", Encrypted()), sa.Column("email_index", Blind(INDEX, of="email", canonical=str)))
