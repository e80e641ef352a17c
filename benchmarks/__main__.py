"""`python -m benchmarks`: measure, keep the raw results, generate README.md and charts from them."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import uvloop

from benchmarks.measuring import ENGINES, LONG_PARTS, PARTS, ROUNDS, Bench, Plan
from benchmarks.recording import Record, say
from benchmarks.report import newest_raw, write_report
from niaga.platform.database.engines import Engine

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run what was asked for; 130 when it was interrupted."""
    asked = _parser().parse_args()
    if asked.report:
        write_report(asked.report, HERE)
        return 0
    plan = Plan(
        seconds=asked.seconds,
        rounds=asked.rounds,
        parts=tuple(part for part in (*PARTS, *LONG_PARTS) if part in (asked.only or PARTS)),
        engines=tuple(engine for engine in ENGINES if engine.value in (asked.engines or _usual_engines(asked.only))),
        warm_seconds=min(0.5, asked.seconds / 4),
        relay=asked.relay == "on",
        minutes=asked.minutes,
    )
    is_long = not set(plan.parts) - set(LONG_PARTS)
    name = time.strftime("%Y%m%d-%H%M%S", time.gmtime()) + ("-long" if is_long else "")
    out = asked.out or HERE / "results" / f"{name}.jsonl"
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_run(plan, Record(out)))
    except (KeyboardInterrupt, asyncio.CancelledError):
        say("interrupted; servers ended, databases dropped")
        return 130
    say(f"raw results: {out.name}")
    if asked.write_report:
        write_report(newest_raw(HERE) if is_long else out, HERE)
    return 0


async def _run(plan: Plan, record: Record) -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await Bench(plan, record).run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__, epilog="Best on a quiet machine.")
    parser.add_argument(
        "--only", type=_parts, default=_parts(os.environ.get("ONLY", "")), help=f"of {', '.join(PARTS)}; or soak"
    )
    parser.add_argument("--engines", type=_engines, default=(), help="of sqlite, postgresql, mariadb (comma between)")
    parser.add_argument(
        "--seconds", type=float, default=float(os.environ.get("BENCH_SECONDS", "4")), help="a window [%(default)s]"
    )
    parser.add_argument(
        "--minutes", type=float, default=float(os.environ.get("BENCH_MINUTES", "60")), help="of a soak [%(default)s]"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of interleaved windows [%(default)s]")
    parser.add_argument("--relay", choices=["on", "off"], default="on", help="in the measured servers [%(default)s]")
    parser.add_argument("--out", type=Path, help="the raw file [results/TIME.jsonl]")
    parser.add_argument("--no-report", dest="write_report", action="store_false", help="leave README.md as it is")
    parser.add_argument("--report", type=Path, metavar="RAW", help="only generate README.md and charts from a raw file")
    return parser


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(name for name in text.split(",") if name)
    if unknown := set(names).difference(PARTS, LONG_PARTS):
        message = f"{', '.join(sorted(unknown))}: not of {', '.join((*PARTS, *LONG_PARTS))}"
        raise argparse.ArgumentTypeError(message)
    return names


def _usual_engines(only: tuple[str, ...]) -> tuple[str, ...]:
    """All of them; a long part takes the first, or it would be three times as long."""
    engines = tuple(engine.value for engine in ENGINES)
    return engines[:1] if only and not set(only) - set(LONG_PARTS) else engines


def _engines(text: str) -> tuple[str, ...]:
    return tuple(Engine(name).value for name in text.split(",") if name)


if __name__ == "__main__":
    sys.exit(main())
