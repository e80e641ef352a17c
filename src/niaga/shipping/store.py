"""SQL that changes the price list."""

from __future__ import annotations

import sqlalchemy as sa

from niaga.platform.database import WriteStatement
from niaga.shipping.model import Tariff
from niaga.shipping.tables import tariff

INSERT_TARIFFS = WriteStatement.insert(tariff, "id", *Tariff._fields)
DELETE_ALL = sa.delete(tariff)
DELETE_SERVICE = sa.delete(tariff).where(
    tariff.c.courier == sa.bindparam("of_courier"), tariff.c.service == sa.bindparam("of_service")
)
