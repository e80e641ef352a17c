"""Knows whom API keys stand for, at most half a second ago."""

from niaga.accounts.keys import store
from niaga.accounts.keys.queries import authenticate_key
from niaga.accounts.model import StaffPrincipal
from niaga.accounts.remembering import Remembered
from niaga.accounts.rules.lifetimes import is_seen_again
from niaga.accounts.rules.tokens import token_hash
from niaga.foundation.errors import NiagaError
from niaga.platform.database import Database
from niaga.platform.logging import get_logger

_log = get_logger(__name__)


class StaffKeys:
    """Knows whom keys stand for. One for each database, behind its `StaffDoor`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Remembered[StaffPrincipal] = Remembered()

    async def principal(self, key: str) -> StaffPrincipal | None:
        """Whom the key stands for, at most half a second ago."""
        digest = token_hash(key)
        found = self._known.get(digest)
        if found is None:
            found = await self._database.read(lambda db: authenticate_key(db, key))
            if found is None:
                return None
            self._known.put(digest, found)
            await self._note_use(found)
        is_over = found.expires_at is not None and found.expires_at <= self._database.clock.now()
        return None if is_over else found

    def forget(self, key: str) -> None:
        """Look this one up anew at its next request."""
        self._known.drop(token_hash(key))

    async def _note_use(self, found: StaffPrincipal) -> None:
        at = self._database.clock.now()
        if not is_seen_again(found.last_used_at, at):
            return
        try:
            await self._database.write(lambda tx: store.touch_key(tx, found.key_id, at))
        except NiagaError as error:
            # Who may enter does not depend on this note.
            _log.warning("key_use.not_noted", reason=error.code)
