"""Second factors on the wire, the same for buyers and staff."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from niaga.accounts.factors.model import Asked, Factors, Passkey, TotpSetup
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.platform.http import Line, WireId

Otp = Annotated[str, Meta(min_length=6, max_length=40)]
_Encoded = Annotated[str, Meta(max_length=8000, pattern=r"^[A-Za-z0-9_=-]*$(?!\n)")]
_Word = Annotated[str, Meta(max_length=64)]
_NO_CHALLENGE = "none"


class OtpBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The six digits that an authenticator app shows."""

    otp: Otp


class TotpView(msgspec.Struct, frozen=True, kw_only=True):
    """A secret for an authenticator app: as letters to type, as an address, and as a picture of it (SVG)."""

    secret: str
    uri: str
    qr_svg: str


class RecoveryCodesView(msgspec.Struct, frozen=True, kw_only=True):
    """Codes for when the app is lost: each opens once. They are shown this once."""

    recovery_codes: list[str]


class PasskeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class FactorsView(msgspec.Struct, frozen=True, kw_only=True):
    """What opens the account beside a password."""

    totp: bool
    recovery_codes_left: int
    passkeys: list[PasskeyView]


class ChallengeView(msgspec.Struct, frozen=True, kw_only=True):
    """`options` are for `navigator.credentials`, in the JSON form of WebAuthn; `challenge` goes back with the answer."""

    challenge: str
    options: dict[str, Any]


class CredentialResponse(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What an authenticator answered, each part in base64url."""

    clientDataJSON: _Encoded  # noqa: N815 - the names are WebAuthn's
    attestationObject: _Encoded | None = None  # noqa: N815
    authenticatorData: _Encoded | None = None  # noqa: N815
    signature: _Encoded | None = None
    userHandle: _Encoded | None = None  # noqa: N815
    publicKey: _Encoded | None = None  # noqa: N815
    publicKeyAlgorithm: Annotated[int, Meta(ge=-70000, le=70000)] | None = None  # noqa: N815
    transports: Annotated[list[_Word], Meta(max_length=10)] = []


class CredentialBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A `PublicKeyCredential`, as its `toJSON()` writes it."""

    id: _Encoded
    rawId: _Encoded  # noqa: N815
    type: _Word
    response: CredentialResponse
    authenticatorAttachment: _Word | None = None  # noqa: N815
    clientExtensionResults: Annotated[dict[_Word, Any], Meta(max_length=20)] = {}  # noqa: N815


class SignatureBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A signed question."""

    challenge: WireId
    credential: CredentialBody

    def answered(self) -> Asked:
        """The answer, as actions take it."""
        return answered(self.challenge, self.credential)


class NewPasskeyBody(SignatureBody, forbid_unknown_fields=True, kw_only=True):
    """A new passkey, and what its owner calls it."""

    name: Line


def answered(challenge: str, credential: CredentialBody) -> Asked:
    """A browser's credential as its answer to a question. Something else than a challenge's id answers none."""
    tree: dict[str, Any] = msgspec.to_builtins(credential)
    tree["response"] = {name: value for name, value in tree["response"].items() if value is not None}
    options = {name: value for name, value in tree.items() if value is not None}
    return Asked(challenge_id=without_prefix("chl", challenge) or _NO_CHALLENGE, options=options)


def factors_view(found: Factors) -> FactorsView:
    """What somebody has."""
    return FactorsView(
        totp=found.totp,
        recovery_codes_left=found.recovery_codes_left,
        passkeys=[passkey_view(one) for one in found.passkeys],
    )


def passkey_view(one: Passkey) -> PasskeyView:
    """One passkey."""
    return PasskeyView(
        id=with_prefix("psk", one.id), name=one.name, created_at=one.created_at, last_used_at=one.last_used_at
    )


def challenge_view(asked: Asked) -> ChallengeView:
    """A question."""
    return ChallengeView(challenge=with_prefix("chl", asked.challenge_id), options=asked.options)


def totp_view(setup: TotpSetup) -> TotpView:
    """A secret that waits for its first code, with its picture."""
    import segno  # noqa: PLC0415 - 90 ms that only who sets an app up pays

    picture = segno.make(setup.uri, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff")
    return TotpView(secret=setup.secret, uri=setup.uri, qr_svg=picture)
