"""The quote desk: what a quote hangs on is looked up here, from caches that follow a revision, and then answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.catalogue.errors import unknown_sku
from niaga.foundation.errors import InvalidFields, invalid_field
from niaga.regions.public import Level
from niaga.shipping.errors import OriginMissing
from niaga.shipping.model import ShippingLine
from niaga.shipping.ready import ReadyQuotes
from niaga.shipping.rules.quote import shipping_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.catalogue.public import VariantCache
    from niaga.platform.database import Database
    from niaga.platform.language import Language
    from niaga.regions.public import Regions
    from niaga.shipping.shelf import Tariffs
    from niaga.shipping.wire import QuoteBody, QuoteLine
    from niaga.shop.public import SettingsCache


class QuoteDesk:
    """Answers what sending lines to a place costs. One for each process; handlers get it as `quotes`."""

    def __init__(
        self, database: Database, *, regions: Regions, settings: SettingsCache, variants: VariantCache, tariffs: Tariffs
    ) -> None:
        self._database = database
        self._regions = regions
        self._settings = settings
        self._variants = variants
        self._tariffs = tariffs
        self._ready = ReadyQuotes()

    async def answer(self, body: QuoteBody, language: Language) -> bytes:
        """A `QuoteAnswer` as JSON. Raises OriginMissing, and InvalidFields for a place or a SKU that is none."""
        self._require_district(body.destination.region_code)
        settings = await self._settings.current()
        if settings.origin_region_code is None:
            raise OriginMissing
        asked = shipping_request(
            await self._travelling(body.lines),
            origin_code=settings.origin_region_code,
            destination_code=body.destination.region_code,
            insured=body.insured,
            cod=body.cod,
        )
        rates = await self._tariffs.current(self._database)
        promised = timedelta(minutes=settings.option_expiry_minutes)
        expires_at = self._database.clock.now().replace(microsecond=0) + promised
        return self._ready.answer(rates, self._database.vault, asked, expires_at=expires_at, language=language)

    def _require_district(self, code: str) -> None:
        region = self._regions.find_region(code)
        path = "destination.region_code"
        if region is None:
            message = "There is no region with the code {region}."
            raise invalid_field(path, "regions.unknown_region", message, region=code)
        if region.level not in (Level.DISTRICT, Level.VILLAGE):
            message = "{region} is too large a region; name the district or the village."
            raise invalid_field(path, "shipping.region_too_large", message, region=code)

    async def _travelling(self, lines: Sequence[QuoteLine]) -> list[ShippingLine]:
        """The lines with weights, sizes and prices. Raises InvalidFields naming every line that nobody sells."""
        found = await self._variants.find(sorted({line.sku for line in lines}))
        travelling, problems = [], []
        for at, line in enumerate(lines):
            variant = found.get(line.sku)
            if variant is None or not variant.published:
                problems.append(unknown_sku(f"lines[{at}].sku", line.sku))
                continue
            travelling.append(
                ShippingLine(
                    variant.sku,
                    line.quantity,
                    variant.weight_grams,
                    variant.length_mm,
                    variant.width_mm,
                    variant.height_mm,
                    variant.price.amount,
                )
            )
        if problems:
            raise InvalidFields(tuple(problems))
        return travelling
