"""What remains of a written address when the names of regions, the postal code and the phone number are taken out.

Nothing is lost: of each part only the words at its end go, and only when the best candidate explains them
(`Jl. Mawar 5 Kec. Tebet`); a name with other words behind it (`Tebet Green Residence 5`) stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from niaga.regions.rules.nicknames import LABELS, TYPES
from niaga.regions.rules.spelling import words_of

if TYPE_CHECKING:
    from niaga.regions.rules.guessing import Guess
    from niaga.regions.rules.written import Written

_PARTS = re.compile(r"\([^()]*\)|[^,;\n\r|()]+|[()]")
_LAST_WORD = re.compile(r"[^\W_]{1,20}\Z")
_BETWEEN = " \t:.-\u2013\u2014/\u00a0()[]{}"
_TAKEN = "\0"


def street_of(written: Written, best: Guess | None) -> str:
    """The part of the address that is written on the parcel above the regions."""
    text = written.text
    for cut in (written.phone_cut, *(code.cut for code in written.postal_codes)):
        if cut:
            text = text[: cut.start] + _TAKEN * (cut.end - cut.start) + text[cut.end :]
    starts = {}
    if best:
        explained = sum(run.mask for run in best.runs.values())
        starts = {cut.end: cut.start for at, cut in enumerate(written.cuts) if explained >> at & 1}
    kept = (_kept(text, found, starts) for found in _PARTS.finditer(text))
    return ", ".join(part for part in kept if part)


def _kept(text: str, part: re.Match[str], starts: dict[int, int]) -> str:
    """One part without what is known at its end; with the brackets that it had."""
    start, end = part.span()
    while True:
        end = start + len(text[start:end].rstrip(_BETWEEN + _TAKEN))
        word = _LAST_WORD.search(text, start, end)
        if end in starts:
            end = max(start, starts[end])
        elif word and end < part.end() and _is_mere(word.group()):
            end = word.start()
        else:
            break
    left = text[start:end].lstrip(_BETWEEN + _TAKEN).replace(_TAKEN, "")
    return f"({' '.join(left.split())})" if left and part.group().startswith("(") else " ".join(left.split())


def _is_mere(word: str) -> bool:
    """Whether a word only said what comes after it."""
    return all(one in TYPES or one in LABELS for one in words_of(word))
