"""What the routes of buyers and of staff have in common: a session changes how its owner's account is opened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from niaga.accounts.factors import actions, passkeys
from niaga.accounts.factors.wire import (
    ChallengeView,
    FactorsView,
    NewPasskeyBody,
    PasskeyView,
    RecoveryCodesView,
    SignatureBody,
    TotpView,
    challenge_view,
    factors_view,
    passkey_view,
    totp_view,
)
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import without_prefix

if TYPE_CHECKING:
    from niaga.accounts.factors.model import TotpSetup
    from niaga.accounts.model import SessionPrincipal
    from niaga.accounts.ports import ShopName
    from niaga.platform.database import Database, Transaction


class FactorDesk:
    """Sets second factors up and takes them away; one for each process."""

    def __init__(self, database: Database, shop_name: ShopName, public_url: str) -> None:
        self._database = database
        self._shop_name = shop_name
        self._public_url = public_url

    async def read(self, session: SessionPrincipal) -> FactorsView:
        """What the session's owner has."""
        return factors_view(await self._database.read(lambda db: actions.get_factors(db, actions.holder_of(session))))

    async def begin_totp(self, session: SessionPrincipal, account: str) -> TotpView:
        """A secret for an app, with its picture. Raises SignInAgain, TotpOn."""
        shop = await self._shop_name()

        def act(tx: Transaction) -> TotpSetup:
            actions.require_recent(tx, session)
            return actions.begin_totp(tx, actions.holder_of(session), account=account, shop=shop)

        return await asyncio.to_thread(totp_view, await self._database.write(act, name="begin_totp"))

    async def confirm_totp(self, session: SessionPrincipal, otp: str) -> RecoveryCodesView:
        """Puts the app into force. Raises TotpOff, TotpOn, SecondFactorWrong."""
        codes = await self._database.write(lambda tx: actions.confirm_totp(tx, session, otp), name="confirm_totp")
        return RecoveryCodesView(recovery_codes=codes)

    async def remove_totp(self, session: SessionPrincipal) -> None:
        """Takes the app away. Raises SignInAgain, TotpOff."""

        def act(tx: Transaction) -> None:
            actions.require_recent(tx, session)
            actions.remove_totp(tx, actions.holder_of(session))

        await self._database.write(act, name="remove_totp")

    async def renew_recovery_codes(self, session: SessionPrincipal) -> RecoveryCodesView:
        """New recovery codes. Raises SignInAgain, TotpOff."""

        def act(tx: Transaction) -> list[str]:
            actions.require_recent(tx, session)
            return actions.renew_recovery_codes(tx, actions.holder_of(session))

        return RecoveryCodesView(recovery_codes=await self._database.write(act, name="renew_recovery_codes"))

    async def ask_registration(self, session: SessionPrincipal, account: str) -> ChallengeView:
        """What a browser needs to make a passkey. Raises SignInAgain, PasskeysFull."""
        await self._database.read(lambda db: actions.require_recent(db, session))
        asked = await passkeys.ask_registration(
            self._database, actions.holder_of(session), await self._party(), account
        )
        return challenge_view(asked)

    async def register_passkey(self, session: SessionPrincipal, data: NewPasskeyBody) -> PasskeyView:
        """Keeps the passkey that was made. Raises SignInAgain, PasskeyRefused, PasskeysFull."""
        await self._database.read(lambda db: actions.require_recent(db, session))
        made = await passkeys.register_passkey(
            self._database,
            actions.holder_of(session),
            await self._party(),
            data.answered(),
            name=data.name.strip(),
        )
        return passkey_view(made)

    async def remove_passkey(self, session: SessionPrincipal, wire_id: str) -> None:
        """Takes a passkey away. Raises SignInAgain, NotFound."""
        found = without_prefix("psk", wire_id)
        if found is None:
            raise NotFound("passkey", wire_id)

        def act(tx: Transaction) -> None:
            actions.require_recent(tx, session)
            passkeys.remove_passkey(tx, actions.holder_of(session), found)

        await self._database.write(act, name="remove_passkey")

    async def ask_signature(self) -> ChallengeView:
        """What a browser needs to sign in with a passkey."""
        return challenge_view(await passkeys.ask_signature(self._database, await self._party()))

    async def verify_signature(self, data: SignatureBody) -> passkeys.Signature:
        """Whose passkey signed. Raises PasskeyUnknown, PasskeyRefused."""
        return await passkeys.verify_signature(self._database, await self._party(), data.answered())

    async def _party(self) -> passkeys.RelyingParty:
        return passkeys.relying_party(self._public_url, await self._shop_name())
