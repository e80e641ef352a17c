"""A new shop has nobody in it, and an old password is a password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from tests.support.accounts import AccountShop, account_shop

from niaga.accounts.tables import api_key, customer, passkey, session, staff
from niaga.platform.database import Database, Engine

__all__ = ["account_shop"]
on_sqlite = pytest.mark.parametrize("engine", [Engine.SQLITE], ids=["sqlite"], indirect=True)


@on_sqlite
async def test_a_new_shop_knows_nobody(database: Database) -> None:
    tables = (staff, api_key, customer, session, passkey)
    assert [await database.read(lambda db, one=one: db.execute(sa.select(one)).all()) for one in tables] == [[]] * 5


@on_sqlite
async def test_a_password_is_good_for_years(account_shop: AccountShop) -> None:
    await account_shop.customer()
    account_shop.clock.advance(timedelta(days=3 * 365))
    assert (await account_shop.sign_in()).status_code == 201
