"""`niaga audit`."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import click

from niaga.cli.options import open_database, read_settings, run_async, shop_options, spoken
from niaga.cli.progress import progress_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from niaga.platform.audit import Head
    from niaga.platform.database import Database
    from niaga.platform.settings import Settings


@click.group(name="audit")
def command() -> None:
    """The audit trail: verify that nobody changed it, and print the key that others verify it with."""


@command.command(name="verify")
@click.option(
    "--heads",
    multiple=True,
    metavar="FILE",
    help="Signed heads, such as a copy kept elsewhere; may be given several times [default: audit-heads.jsonl in --data].",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="ID:BASE64",
    help="A public key that heads are signed with, as `niaga audit key` prints it [default: the shop's own].",
)
@shop_options
@spoken
def verify(heads: tuple[str, ...], keys: tuple[str, ...], data: str | None, database: str | None) -> None:
    """Walk the whole chain and compare it with the signed heads; name the first bad row and exit 1.

    \b
    Example:
      niaga audit verify --data ./data
      niaga audit verify --heads /mnt/usb/audit-heads.jsonl --key k1:3Qy…=
    """
    settings = read_settings(data=data, database=database)
    known = _given_keys(keys) if keys else _own_keys(settings)
    paths = [Path(one) for one in heads]

    async def work() -> str | None:
        async with open_database(settings) as opened:
            return await _verified(opened, paths, settings.audit_heads, known)

    broken = run_async(work)
    if broken is not None:
        click.echo(f"BROKEN {broken}")
        raise SystemExit(1)


@command.command(name="key")
@click.option("--pem", is_flag=True, help="As PEM, for openssl.")
@shop_options
@spoken
def key(pem: bool, data: str | None, database: str | None) -> None:
    """Print the public keys of the shop's heads, the one that signs now first. They are no secret.

    \b
    Example:
      niaga audit key --data ./data
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from niaga.platform.audit import HeadSigner
    from niaga.platform.settings import load_audit_keys

    settings = read_settings(data=data, database=database)
    for kid, public in HeadSigner(load_audit_keys(settings)).public_keys().items():
        if pem:
            click.echo(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(), nl=False)
        else:
            click.echo(f"{kid}:{base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()}")


async def _verified(
    database: Database, given: Sequence[Path], usual: Path, known: Mapping[str, Ed25519PublicKey]
) -> str | None:
    """What is broken, or None; says on the way what was looked at."""
    from niaga.platform.audit import (
        Fault,
        FaultKind,
        first_forged,
        heads_kept,
        sealed_length,
        verify_chain,
        waiting_entries,
    )

    heads = [head for path in given or _usual_heads(usual) for head in _read_heads(path)]
    forged = first_forged(heads, known)
    if forged is not None:
        return Fault(FaultKind.FORGED, forged.position).text()
    fault = await database.read(lambda db: verify_chain(db, heads, progress_line("verified")))
    if fault is not None:
        return fault.text()
    last = max((head.position for head in heads), default=0)
    length, waiting, kept = await database.read(lambda db: (sealed_length(db), waiting_entries(db), heads_kept(db)))
    if last < kept:
        return f"heads: one was signed at position {kept}, and none of these files has it: name them all with --heads"
    click.echo(f"The chain is whole: {length:,} entries, {waiting:,} waiting to be sealed.")
    click.echo(
        f"{len(heads):,} signed heads fit; {length - last:,} entries behind the last one are proven by no head yet."
    )
    return None


def _usual_heads(path: Path) -> list[Path]:
    return [path] if path.exists() else []


def _read_heads(path: Path) -> list[Head]:
    from niaga.platform.audit import HeadFile

    try:
        heads, others = HeadFile(path).read()
    except OSError as error:
        message = f"the heads in {path} cannot be read ({error.strerror})"
        raise click.ClickException(message) from error
    if others:
        click.echo(f"{path}: {others} lines are no heads (torn by a power cut, or spoilt)", err=True)
    return heads


def _own_keys(settings: Settings) -> Mapping[str, Ed25519PublicKey]:
    from niaga.platform.audit import HeadSigner
    from niaga.platform.crypto import Keyring

    if not settings.audit_key_file.exists():
        return {}
    return HeadSigner(Keyring.read(settings.audit_key_file)).public_keys()


def _given_keys(entries: Sequence[str]) -> Mapping[str, Ed25519PublicKey]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    found = {}
    for entry in entries:
        kid, _, encoded = entry.partition(":")
        try:
            found[kid] = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded, validate=True))
        except ValueError as error:
            message = f"{entry!r} is no public key: write it as `niaga audit key` prints it"
            raise click.BadParameter(message, param_hint="--key") from error
    return found
