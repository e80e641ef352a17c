"""An address that is kept while its customer is being erased is gone with her, whoever comes first."""

from __future__ import annotations

import asyncio

from tests.support.customers import sign_in_somebody

from niaga.accounts.public import erase_customer
from niaga.addresses.public import Place, erase_addresses, keep_address, list_addresses
from niaga.foundation.errors import NotFound
from niaga.platform.database import Database, Transaction

HOME = Place(recipient="Sari", phone="+6281234567890", street="Jl. 5", region_code="31.74.02", postal_code="12910")


async def test_nothing_is_kept_for_somebody_who_is_being_erased(database: Database) -> None:
    for number in range(5):
        sari = (await sign_in_somebody(database, email=f"sari{number}@example.com")).id

        def erase(tx: Transaction, who: str = sari) -> None:
            erase_customer(tx, who)
            erase_addresses(tx, who)

        def keep(tx: Transaction, who: str = sari) -> None:
            keep_address(tx, who, "Rumah", HOME)

        done = await asyncio.gather(
            *(database.write(keep) for _ in range(3)),
            database.write(erase),
            *(database.write(keep) for _ in range(3)),
            return_exceptions=True,
        )
        assert {type(one) for one in done} <= {type(None), NotFound}, done
        assert await database.read(lambda db, who=sari: list_addresses(db, who)) == []
