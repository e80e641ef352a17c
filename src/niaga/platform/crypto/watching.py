"""Watching the key file: a server goes on with changed keys within a second, without a restart."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from niaga.platform.crypto.keys import KeysUnusable
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from niaga.platform.crypto.vault import Vault

LOOK_SECONDS = 1.0
_log = get_logger(__name__)


async def watch_keys(vault: Vault, stopping: asyncio.Event, look_seconds: float = LOOK_SECONDS) -> None:
    """Take changed keys over until `stopping`; a file that cannot be used is told of once, and the old keys stay."""
    troubled = False
    while not stopping.is_set():
        try:
            if vault.renew():
                _log.info("keys.renewed", primary=vault.keyring.primary, count=len(vault.keyring.ids()))
            troubled = False
        except KeysUnusable as error:
            if not troubled:
                _log.error("keys.unusable", reason=str(error))
            troubled = True
        try:
            async with asyncio.timeout(look_seconds):
                await stopping.wait()
        except TimeoutError:
            continue
