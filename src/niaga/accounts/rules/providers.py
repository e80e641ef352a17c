"""Who else may say who somebody is, as the process settings name them."""

import re
from urllib.parse import urlsplit

import msgspec

_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_WORDS = 4
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenID Connect provider and what it knows this shop by. `secret` never shows in a repr."""

    name: str
    issuer: str
    client_id: str
    secret: str

    def __repr__(self) -> str:
        return f"Provider(name={self.name!r}, issuer={self.issuer!r})"


def providers_in(text: str) -> tuple[Provider, ...]:
    """One provider a line: `google https://accounts.google.com CLIENT_ID CLIENT_SECRET`.

    Raises ValueError, saying which line is off and never quoting a secret.
    """
    found: dict[str, Provider] = {}
    for number, line in enumerate((line.strip() for line in text.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        words = line.split()
        if len(words) != _WORDS:
            message = f"line {number}: write four words: name, issuer, client id, client secret"
            raise ValueError(message)
        made = Provider(name=words[0], issuer=words[1].rstrip("/"), client_id=words[2], secret=words[3])
        if not _NAME.fullmatch(made.name) or made.name in found:
            message = f"line {number}: a name has small letters, digits and dashes, and stands once"
            raise ValueError(message)
        if not _is_issuer(made.issuer):
            message = f"line {number}: an issuer is an https address without query"
            raise ValueError(message)
        found[made.name] = made
    return tuple(found.values())


def _is_issuer(text: str) -> bool:
    parts = urlsplit(text)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return secure and bool(parts.hostname) and not parts.query and not parts.fragment and parts.username is None
