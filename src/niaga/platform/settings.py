"""Process settings: where the data is, what to listen on, how to reach the world. Read once at start, then frozen.

Flags win over `NIAGA_*`, these over `niaga.toml`, these over the defaults. One name everywhere: `--data`, `NIAGA_DATA`,
`data = "…"`. Secrets may stand in a file that `NIAGA_<NAME>_FILE` names. What the owner decides is in room `shop`.
"""

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from niaga.platform.crypto import Keyring, KeysUnusable, Secret
from niaga.platform.database.failpoints import parse_failpoint
from niaga.platform.telemetry import is_installed

T = TypeVar("T")
CONFIG_FILE = "niaga.toml"
NAMES = (
    "env", "data", "database", "host", "port", "workers", "public_url", "trusted_proxies", "smtp_url", "mail_from",
    "keys", "keys_file", "log_level", "relay", "throttle", "demo", "failpoint", "streams", "outbound_allow",
    "whatsapp", "whatsapp_token", "whatsapp_phone_number_id", "whatsapp_templates", "whatsapp_url",
    "otlp_endpoint", "audit_heads", "audit_key_file", "oidc",
)  # fmt: skip
_SECRET = ("database", "smtp_url", "keys", "whatsapp_token", "oidc")
# Where the world has a name for a setting already, that counts too, after ours.
_STANDARD = {"otlp_endpoint": "OTEL_EXPORTER_OTLP_ENDPOINT"}
_NEVER_IN_ARGV = ("keys", "smtp_url", "whatsapp_token", "oidc")
_MAX_PORT = 65535
_MAX_WORKERS = 64
_MAX_STREAMS = 100_000
_MAX_SECRET_FILE_BYTES = 64 * 1024
_LONGEST_NUMBER = 32
_SIGN_IN_WORDS = 4
_TEMPLATE = re.compile(r"[a-z0-9_.]{1,60}=[a-z0-9_]{1,512}")
_ENCRYPTED_LINKS = frozenset({"require", "verify-ca", "verify-full"})


class Environment(StrEnum):
    """Whom the process serves."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class WhatsApp(StrEnum):
    """Who carries messages to phones."""

    CLOUD = "cloud"
    FONNTE = "fonnte"


class BadSettings(Exception):
    """The settings cannot be used; `problems` has one sentence for each, naming the setting and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a process knows when it starts. `database_url` is normalised: `sqlite:////absolute`, `postgresql://`, `mariadb://`."""

    env: Environment
    data_dir: Path
    database_url: Secret
    host: str
    port: int
    workers: int
    public_url: str
    trusted_proxies: tuple[str, ...]
    smtp_url: Secret | None
    mail_from: str | None
    whatsapp: WhatsApp | None
    whatsapp_token: Secret | None
    whatsapp_phone_number_id: str | None
    whatsapp_templates: tuple[tuple[str, str], ...]
    whatsapp_url: str | None
    oidc: Secret | None
    keys: Secret | None
    keys_file: Path | None
    log_level: LogLevel
    relay: bool
    throttle: bool
    demo: bool
    failpoint: str | None
    otlp_endpoint: str | None
    outbound_allow: tuple[str, ...]
    streams: int
    audit_heads: Path
    audit_key_file: Path

    @property
    def development(self) -> bool:
        """Whether the tools for people who build a shop are on."""
        return self.env is Environment.DEVELOPMENT

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, when the database is a file."""
        url = self.database_url.reveal()
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:") else None


def load_settings(flags: Mapping[str, Any], environ: Mapping[str, str], cwd: Path) -> Settings:
    """The settings from flags (None: not given), environment and `niaga.toml`. Raises BadSettings with all problems."""
    found = _Found(flags, environ, cwd)
    demo = found.take("demo", _switch, default=False)
    usual = Environment.DEVELOPMENT if demo else Environment.PRODUCTION
    data = found.take("data", lambda text: _path(text, cwd), default=cwd / "data")
    host = found.take("host", _host, default="127.0.0.1")
    port = found.take("port", _port, default=8000)
    settings = Settings(
        env=found.take("env", Environment, default=usual),
        data_dir=data,
        database_url=found.take(
            "database", lambda text: _database(text, cwd), default=Secret(f"sqlite:///{data / 'shop.db'}")
        ),
        host=host,
        port=port,
        workers=found.take("workers", _workers, default=1),
        public_url=found.take("public_url", _public_url, default=f"http://{_bracketed(host)}:{port}"),
        trusted_proxies=found.take("trusted_proxies", _networks, default=()),
        smtp_url=found.take("smtp_url", _smtp, default=None),
        mail_from=found.take("mail_from", _mailbox, default=None),
        whatsapp=found.take("whatsapp", WhatsApp, default=None),
        whatsapp_token=found.take("whatsapp_token", _token, default=None),
        whatsapp_phone_number_id=found.take("whatsapp_phone_number_id", _digits, default=None),
        whatsapp_templates=found.take("whatsapp_templates", _templates, default=()),
        whatsapp_url=found.take("whatsapp_url", _service, default=None),
        oidc=found.take("oidc", _sign_ins, default=None),
        keys=found.take("keys", Secret, default=None),
        keys_file=found.take("keys_file", lambda text: _path(text, cwd), default=None),
        log_level=found.take("log_level", LogLevel, default=LogLevel.INFO),
        relay=found.take("relay", _switch, default=True),
        throttle=found.take("throttle", _switch, default=True),
        demo=demo,
        failpoint=found.take("failpoint", _failpoint, default=None),
        otlp_endpoint=found.take("otlp_endpoint", _collector, default=None),
        outbound_allow=found.take("outbound_allow", _origins, default=()),
        streams=found.take("streams", lambda text: _whole(text, 0, _MAX_STREAMS), default=5000),
        audit_heads=found.take("audit_heads", lambda text: _path(text, cwd), default=data / "audit-heads.jsonl"),
        audit_key_file=found.take("audit_key_file", lambda text: _path(text, cwd), default=data / "audit-key"),
    )
    problems = found.problems or _contradictions(settings)
    if problems:
        raise BadSettings(problems)
    return settings


def load_keyring(settings: Settings) -> Keyring:
    """The keys that the settings name, else `keys` in the data folder, made in development. Raises KeysUnusable."""
    if settings.keys is not None:
        return Keyring.parse(settings.keys.reveal(), source="NIAGA_KEYS")
    path = keys_path(settings)
    assert path is not None, "what is not in a variable is in a file"
    made_here = settings.development and settings.keys_file is None
    return Keyring.read_or_create(path) if made_here else Keyring.read(path)


def keys_path(settings: Settings) -> Path | None:
    """The key file, which may change while the shop serves; None for keys from a variable, which cannot."""
    if settings.keys is not None:
        return None
    return settings.keys_file or settings.data_dir / "keys"


def load_audit_keys(settings: Settings) -> Keyring:
    """The seeds that sign heads of the audit trail, made where there are none. Raises KeysUnusable.

    They are drawn, not derived from the keyring: whoever holds that one must not sign a trail of their own.
    """
    path = settings.audit_key_file
    try:
        return Keyring.read_or_create(path)
    except OSError as error:
        message = f"the key that signs the audit trail cannot be made at {path} ({error.strerror})"
        raise KeysUnusable(message) from error


def production_problems(settings: Settings, keyring: Keyring, *, demo_data: bool) -> list[str]:
    """Why this must not run as a real shop, one sentence each; a production start refuses unless the list is empty."""
    problems = []
    if settings.development:
        problems.append(
            "NIAGA_ENV=development is set; it opens tools that show every message and move the clock: unset it"
        )
    if settings.demo or demo_data:
        problems.append("demo data is only for trying out: start without --demo, with a database of its own")
    if not settings.throttle:
        problems.append("NIAGA_THROTTLE=off lifts the limits that protect the shop: unset it")
    if settings.public_url.startswith("http:") and not is_loopback(urlsplit(settings.public_url).hostname or ""):
        problems.append(
            f"NIAGA_PUBLIC_URL is {settings.public_url!r}; buyers' data needs https: set it to https://your.shop"
        )
    if not _database_link_is_safe(settings.database_url.reveal()):
        cure = "add ?ssl=verify-full (PostgreSQL) or ?ssl_ca=/path/to/ca.pem (MariaDB) to it"
        problems.append(f"NIAGA_DATABASE leads to another machine without encryption: {cure}")
    return problems + keyring.check_for_production()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Found:
    """Looks each value up, strongest source first, and collects what is wrong with them."""

    def __init__(self, flags: Mapping[str, Any], environ: Mapping[str, str], cwd: Path) -> None:
        self.problems: list[str] = []
        self._flags = {name: value for name, value in flags.items() if value is not None}
        self._environ = environ
        self._file = self._read_file(cwd / CONFIG_FILE)
        for name in self._flags:
            assert name in NAMES, f"{name} is not a setting"
            assert name not in _NEVER_IN_ARGV, f"{name} is secret: other users of the machine read command lines"
        self._name_misspelt_variables()

    def take(self, name: str, parse: Callable[[str], T], *, default: T) -> T:
        source, text = self._look_up(name)
        if text is None:
            return default
        try:
            return parse(text)
        except ValueError as error:
            reason = _choices(parse) or str(error)
            value = "not usable" if name in _SECRET else repr(text)
            self.problems.append(f"{source} is {value}: {reason}")
            return default

    def _look_up(self, name: str) -> tuple[str, str | None]:
        if name in self._flags:
            return f"--{name.replace('_', '-')}", _as_text(self._flags[name])
        variable = f"NIAGA_{name.upper()}"
        if name in _SECRET and name != "keys" and self._environ.get(f"{variable}_FILE"):
            return self._secret_file(variable)
        if self._environ.get(variable):
            return variable, self._environ[variable].strip()
        if name in self._file:
            return f"{name} in {CONFIG_FILE}", _as_text(self._file[name])
        standard = _STANDARD.get(name, "")
        if self._environ.get(standard):
            return standard, self._environ[standard].strip()
        return variable, None

    def _secret_file(self, variable: str) -> tuple[str, str | None]:
        path = Path(self._environ[f"{variable}_FILE"])
        if self._environ.get(variable):
            self.problems.append(f"{variable} and {variable}_FILE are both set: unset one of them")
            return variable, None
        try:
            with path.open(encoding="utf-8") as file:
                return f"{variable}_FILE", file.read(_MAX_SECRET_FILE_BYTES).strip()
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            self.problems.append(f"{variable}_FILE is {str(path)!r}: the file cannot be read ({reason})")
            return variable, None

    def _read_file(self, path: Path) -> dict[str, Any]:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            self.problems.append(f"{path} cannot be read: {error}")
            return {}
        for name in values.keys() - set(NAMES):
            self.problems.append(f"{name} in {CONFIG_FILE} is not a setting{_meant(name, '{}')}")
        return values

    def _name_misspelt_variables(self) -> None:
        # Other NIAGA_ variables may be there (container links, tests); only what is nearly a setting was meant as one.
        known = {*NAMES, *(f"{name}_file" for name in _SECRET)}
        for variable in self._environ:
            name = variable.removeprefix("NIAGA_").lower()
            if (
                variable.startswith("NIAGA_")
                and name not in known
                and not name.startswith("test_")
                and _meant(name, "")
            ):
                self.problems.append(f"{variable} is not a setting{_meant(name, 'NIAGA_{}')}")


def _meant(name: str, spelling: str) -> str:
    near = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.65)
    wanted = spelling.format(near[0].upper() if spelling.startswith("NIAGA") else near[0]) if near else ""
    return f": did you mean {wanted}?" if near else ""


def _choices(parse: Callable[[str], Any]) -> str:
    if isinstance(parse, type) and issubclass(parse, StrEnum):
        return f"choose one of {', '.join(parse)}"
    return ""


def _failpoint(text: str) -> str:
    return str(parse_failpoint(text))


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _contradictions(settings: Settings) -> list[str]:
    problems = []
    if settings.development and not is_loopback(settings.host):
        problems.append(
            f"--host is {settings.host!r}, but development shows everybody's messages: serve it on 127.0.0.1 only"
        )
    if settings.workers > 1 and settings.sqlite_path is not None:
        problems.append(
            f"--workers is {settings.workers}, but SQLite serves one process: use 1, or PostgreSQL or MariaDB"
        )
    if settings.smtp_url is not None and settings.mail_from is None:
        problems.append(
            "NIAGA_SMTP_URL is set, but not NIAGA_MAIL_FROM: say who the messages come from (toko@example.com)"
        )
    problems += _whatsapp_problems(settings)
    if settings.failpoint is not None and not settings.development:
        problems.append("NIAGA_FAILPOINT kills the process at a statement; it works in development only: unset it")
    if settings.otlp_endpoint is not None and not is_installed():
        problems.append(
            "NIAGA_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_ENDPOINT) is set, but OpenTelemetry is not installed: "
            "pip install 'niaga[telemetry]', or unset it"
        )
    problems += [
        f"NIAGA_OUTBOUND_ALLOW has {origin}: http is spoken in development only, with this machine: write https"
        for origin in settings.outbound_allow
        if origin.startswith("http:") and not (settings.development and is_loopback(urlsplit(origin).hostname or ""))
    ]
    if settings.keys is not None and settings.keys_file is not None:
        problems.append("NIAGA_KEYS and NIAGA_KEYS_FILE are both set: unset one of them")
    return problems


def _whatsapp_problems(settings: Settings) -> list[str]:
    problems = []
    if settings.whatsapp is not None and settings.whatsapp_token is None:
        carrier = settings.whatsapp.value
        problems.append(
            f"NIAGA_WHATSAPP is {carrier}, but NIAGA_WHATSAPP_TOKEN is not set: take it from your account there"
        )
    if settings.whatsapp is WhatsApp.CLOUD and settings.whatsapp_phone_number_id is None:
        problems.append(
            "NIAGA_WHATSAPP is cloud, but NIAGA_WHATSAPP_PHONE_NUMBER_ID is not set: Meta shows it beside the number"
        )
    return problems


def _switch(text: str) -> bool:
    if text.lower() in ("on", "true", "yes", "1"):
        return True
    if text.lower() in ("off", "false", "no", "0"):
        return False
    message = "write on or off"
    raise ValueError(message)


def _path(text: str, cwd: Path) -> Path:
    if not text or "\0" in text:
        message = "write the path of a file or folder"
        raise ValueError(message)
    return (cwd / Path(text).expanduser()).resolve()


def _host(text: str) -> str:
    if not text or any(letter in text for letter in "/@ ") or "://" in text:
        message = "write a host name or an address, such as 127.0.0.1 or 0.0.0.0"
        raise ValueError(message)
    return text.strip("[]")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _whole(text: str, low: int, high: int) -> int:
    if not text.isascii() or not text.isdigit() or not low <= int(text[:9]) <= high or len(text) > len(str(high)):
        message = f"write a whole number from {low} to {high}"
        raise ValueError(message)
    return int(text)


def _port(text: str) -> int:
    return _whole(text, 0, _MAX_PORT)


def _workers(text: str) -> int:
    return _whole(text, 1, _MAX_WORKERS)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.port == 0
    if parts.scheme not in ("http", "https") or not parts.hostname or more:
        message = "write the address that buyers open, such as https://toko.example.com, without a path"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc}"


def _networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(part.strip())) for part in text.split(",") if part.strip())
    except ValueError as error:
        message = f"write addresses or networks such as 10.0.0.0/8, separated by commas ({error})"
        raise ValueError(message) from error


def _collector(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.port == 0:
        message = "write the base address of a collector, such as http://127.0.0.1:4318; keys go to OTEL_EXPORTER_OTLP_HEADERS"
        raise ValueError(message)
    return text.rstrip("/")


def _token(text: str) -> Secret:
    if not text.isascii() or not text.isprintable() or " " in text:
        message = "a token is one word of plain letters, digits and signs"
        raise ValueError(message)
    return Secret(text)


def _digits(text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        message = "write the digits of the id, such as 106540352242922"
        raise ValueError(message)
    return text


def _templates(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.strip() for part in text.split(",") if part.strip()]
    if not all(_TEMPLATE.fullmatch(pair) for pair in pairs):
        message = "write our name and yours, such as code=kode_verifikasi, separated by commas"
        raise ValueError(message)
    return tuple((ours, yours) for ours, _, yours in (pair.partition("=") for pair in pairs))


def _sign_ins(text: str) -> Secret:
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not all(len(words) == _SIGN_IN_WORDS for words in lines):
        message = "write a provider a line: name, issuer, client id, client secret"
        raise ValueError(message)
    return Secret(text)


def _service(text: str) -> str:
    parts = urlsplit(text)
    more = parts.query or parts.fragment or parts.username or parts.port == 0
    if parts.scheme not in ("http", "https") or not parts.hostname or more:
        message = "write the base address of the service, such as https://graph.facebook.com/v23.0"
        raise ValueError(message)
    return text.rstrip("/")


def _origins(text: str) -> tuple[str, ...]:
    return tuple(_origin(part.strip()) for part in text.split(",") if part.strip())


def _origin(text: str) -> str:
    parts = urlsplit(text)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.port == 0
    if usual is None or not parts.hostname or not parts.hostname.isascii() or more:
        message = "write origins such as https://10.1.2.3:8443, separated by commas"
        raise ValueError(message)
    return f"{parts.scheme}://{_bracketed(parts.hostname)}:{parts.port or usual}"


def _smtp(text: str) -> Secret:
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.port == 0:
        message = "write smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465"
        raise ValueError(message)
    return Secret(text)


def _mailbox(text: str) -> str:
    before, at, domain = text.rpartition("@")
    if not at or not before or not domain.strip("<> ") or any(ord(letter) < ord(" ") for letter in text):
        message = "write an e-mail address, such as toko@example.com or Toko Melati <toko@example.com>"
        raise ValueError(message)
    return text


def _database(text: str, cwd: Path) -> Secret:
    scheme, separator, rest = text.partition("://")
    if scheme == "sqlite" and separator:
        return Secret(f"sqlite:///{_sqlite_file(rest, cwd)}")
    scheme = "mariadb" if scheme == "mysql" else scheme
    if not separator or scheme not in ("postgresql", "mariadb"):
        message = (
            "write sqlite:///path/shop.db, postgresql://user:password@host/name or mariadb://user:password@host/name"
        )
        raise ValueError(message)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        message = (
            "its host or port cannot be read; write special characters of a password as %40 for @, %3A for :, %2F for /"
        )
        raise ValueError(message) from error
    if "sslmode" in parse_qs(parts.query):
        message = "write ?ssl=verify-full instead of ?sslmode=verify-full"
        raise ValueError(message)
    if not parts.path.strip("/"):
        message = f"it names no database; write {scheme}://user:password@host/name"
        raise ValueError(message)
    return Secret(f"{scheme}://{rest}")


def _sqlite_file(rest: str, cwd: Path) -> Path:
    name = rest.removeprefix("/")
    if not rest.startswith("/") or not name or name == ":memory:" or "?" in name:
        message = "SQLite needs a file: sqlite:///relative/shop.db or sqlite:////absolute/shop.db, without ?options"
        raise ValueError(message)
    return _path(name, cwd)


def _database_link_is_safe(url: str) -> bool:
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    hosts = [parts.hostname] if parts.hostname else options.get("host", [])
    if parts.scheme == "sqlite" or all(host.startswith("/") or is_loopback(host) for host in hosts):
        return True
    return "ssl_ca" in options if parts.scheme == "mariadb" else not _ENCRYPTED_LINKS.isdisjoint(options.get("ssl", []))
