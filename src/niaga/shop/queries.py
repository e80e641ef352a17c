"""Reading the settings, and keeping them at hand: the hot path costs no statement more than four times a second."""

import asyncio
import time

import msgspec

from niaga.platform.database import Database, Reader, read_revision
from niaga.shop import store
from niaga.shop.model import ShopSettings

SCOPE = "settings"
_CHECKED_EVERY_SECONDS = 0.25


def read_settings(db: Reader) -> ShopSettings:
    """The settings as they stand; the defaults where nothing was set. One statement."""
    return msgspec.convert(store.read_values(db), ShopSettings)


class SettingsCache:
    """The settings, at most a quarter of a second old. One for each database; handlers get it as `shop_settings`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settings = ShopSettings()
        self._revision = -1
        self._fresh_until = 0.0
        self._refreshing = asyncio.Lock()
        self._background: asyncio.Task[ShopSettings] | None = None

    async def current(self) -> ShopSettings:
        """The settings; asks the database at most every 250 ms whether they changed."""
        if time.monotonic() < self._fresh_until:
            return self._settings
        async with self._refreshing:
            if time.monotonic() >= self._fresh_until:
                await self._refresh()
        return self._settings

    def last_known(self) -> ShopSettings:
        """The settings without waiting, for callers that cannot: refreshed in the background when they are old."""
        if time.monotonic() >= self._fresh_until and (self._background is None or self._background.done()):
            self._background = asyncio.get_running_loop().create_task(self.current())
            self._background.add_done_callback(_look_at_failure)
        return self._settings

    def forget(self) -> None:
        """Have the next caller ask the database: after this process changed the settings."""
        self._fresh_until = 0.0

    async def _refresh(self) -> None:
        asked_at = time.monotonic()
        revision, settings = await self._database.read(self._read)
        if settings is not None:
            self._revision, self._settings = revision, settings
        self._fresh_until = asked_at + _CHECKED_EVERY_SECONDS

    def _read(self, db: Reader) -> tuple[int, ShopSettings | None]:
        # The revision first: what changes in between makes the next look read again.
        revision = read_revision(db, SCOPE)
        return revision, None if revision == self._revision else read_settings(db)


def _look_at_failure(task: "asyncio.Task[ShopSettings]") -> None:
    # The next caller who can wait meets the same trouble and tells it.
    if not task.cancelled():
        task.exception()
