"""The table of results in docs/reliability.md: written from the raw lines, between two marks, and nowhere by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from tests.torture.parts import all_parts
from tests.torture.results import Result, count, read_results

PAGE = Path("docs/reliability.md")
BEGIN, END = "<!-- results: make torture writes between these marks -->", "<!-- end of results -->"


def write_table() -> None:
    """Put the table of all kept results into the page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table(read_results())}{END}{after}")


def table(results: Sequence[Result]) -> str:
    """Two tables: the parts, and within them what each test counted."""
    if not results:
        return "\nNo run is kept yet.\n"
    order = {part.name: number for number, part in enumerate(all_parts())}
    ordered = sorted(results, key=lambda one: (order.get(one.part, len(order)), one.test, one.engine))
    parts = [_part(name, list(group)) for name, group in groupby(ordered, key=lambda one: one.part)]
    counted = [_counted(one) for one in ordered if one.facts]
    return "\n".join([
        "", "| Part | Passed | Failed | Skipped | Minutes | Commit | When |", "|---|---|---|---|---|---|---|", *parts,
        "", f"On {', and '.join(sorted({one.machine for one in results}))}.",
        "", "| Test | Engine | Counted |", "|---|---|---|", *counted, "",
    ]) + "\n"  # fmt: skip


def _part(name: str, group: list[Result]) -> str:
    failed = count(group, "failure") + count(group, "error")
    minutes = sum(one.seconds for one in group) / 60
    last = group[0]
    return f"| {name} | {count(group, 'passed')} | {failed} | {count(group, 'skipped')} | {minutes:.1f} | {last.commit} | {last.at} |"


def _counted(one: Result) -> str:
    facts = ", ".join(f"{value} {name}" for name, value in one.facts.items())
    verdict = "" if one.outcome == "passed" else f"**{one.outcome}** "
    return f"| `{one.test}` | {one.engine} | {verdict}{facts} |"
