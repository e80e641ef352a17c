"""The notice of a breach, to people and to the authority: what UU PDP art. 46 asks for, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.dates import moment_text
from niaga.platform.language import translate
from niaga.privacy.errors import ReportIncomplete
from niaga.privacy.rules import missing_in_report

if TYPE_CHECKING:
    from niaga.platform.dates import Zone
    from niaga.platform.language import Language
    from niaga.privacy.model import Breach


def breach_notice(entry: Breach, *, shop: str, contact: str, zone: Zone, language: Language) -> str:
    """The text of the notice. Raises ReportIncomplete while something that it must say is not known."""
    missing = missing_in_report(entry)
    if missing:
        raise ReportIncomplete(tuple(missing))
    assert entry.began_at is not None, "a complete notice says since when"
    began = moment_text(entry.began_at, zone, language)
    ended = moment_text(entry.ended_at, zone, language) if entry.ended_at else translate("not yet ended", language)
    noticed = moment_text(entry.noticed_at, zone, language)
    parts = [
        translate("{shop}: notice of a failure to protect personal data", language, shop=shop),
        "",
        f"{translate('Which data', language)}: {entry.data_exposed}",
        f"{translate('When', language)}: {began} – {ended}; {translate('noticed', language)} {noticed}",  # noqa: RUF001
        f"{translate('How', language)}: {entry.how}",
        f"{translate('What was done about it', language)}: {entry.handling}",
        f"{translate('How it is made good', language)}: {entry.recovery}",
    ]
    if entry.people_affected is not None:
        parts.append(f"{translate('People affected', language)}: {entry.people_affected}")
    parts += ["", translate("Questions: {contact}", language, contact=contact)]
    return "\n".join(parts) + "\n"
