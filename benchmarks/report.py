"""README.md and charts from a raw file. No figure is typed here; what a run did not measure is said to be missing."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING, Any

from benchmarks.charts import Bar, bar_chart, number
from benchmarks.figures import Spread, ratio_by_round, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Line = dict[str, Any]
NAMES = {"postgresql": "PostgreSQL", "mariadb": "MariaDB", "sqlite": "SQLite"}
MISSING = "not measured"
ORDER_CLIENTS = 64
SOAK_ROWS = 12
SOAKED = ("orders", "details", "searches", "quotes")
# What the first page weighs without its pictures.
TEXTS = ("Document", "Stylesheet", "Script")
PAGES = ("home", "list", "product", "product with a photo")


def write_report(raw: Path, here: Path) -> None:
    """Write `README.md` and `charts/*.svg` beside the code; a long run that was kept beside the raw file is told too."""
    long_runs = sorted(raw.parent.glob("*-long.jsonl"))[-1:]
    results = Results(_lines(raw), [line for one in long_runs for line in _lines(one)])
    (here / "charts").mkdir(exist_ok=True)
    for name, drawing in charts(results).items():
        (here / "charts" / f"{name}.svg").write_text(drawing)
    (here / "README.md").write_text(readme(results, raw.name))


def newest_raw(here: Path) -> Path:
    """The last usual run that is kept."""
    return max(one for one in (here / "results").glob("*.jsonl") if not one.stem.endswith("-long"))


def _lines(raw: Path) -> list[Line]:
    return [json.loads(line) for line in raw.read_text().splitlines() if line]


class Results:
    """The lines of a raw file, to be asked; of a long run what it says of memory and when."""

    def __init__(self, lines: Sequence[Line], long_run: Sequence[Line] = ()) -> None:
        self.lines = [*lines, *(line for line in long_run if line["kind"].startswith("soak"))]
        self.run = next(self.of("run"))

    def of(self, kind: str, **wanted: Any) -> Iterator[Any]:
        """The lines of a kind that have these values."""
        return (
            line
            for line in self.lines
            if line["kind"] == kind and all(line.get(name) == value for name, value in wanted.items())
        )

    @property
    def engines(self) -> list[str]:
        """Those that were measured."""
        return [line["engine"] for line in self.of("engine")]

    def rounds(self, figure: str | Callable[[Line], float | None], scenario: str, **wanted: Any) -> dict[int, float]:
        """A figure of each round of a scenario; windows without it are left out."""
        read = figure if callable(figure) else (lambda line: line.get(figure))
        found = {line["round"]: read(line) for line in self.of("window", scenario=scenario, **wanted)}
        return {number: value for number, value in found.items() if value is not None}

    def spread(self, figure: str | Callable[[Line], float | None], scenario: str, **wanted: Any) -> Spread | None:
        """The same, as a spread."""
        return spread(list(self.rounds(figure, scenario, **wanted).values()))

    def ratio(self, figure: str | Callable[[Line], float | None], ours: Line, theirs: Line) -> Spread | None:
        """Of two scenarios of the same rounds."""
        return ratio_by_round(self.rounds(figure, **ours), self.rounds(figure, **theirs))


def per_cpu_second(line: Line) -> float | None:
    """What a server does with a second of its CPU; where a database answers too, with a second of both."""
    spent = (line.get("server_cpu_us") or 0) + (line.get("database_cpu_us") or 0)
    return 1e6 / spent if spent else None


def per_server_second(line: Line) -> float | None:
    """What a server does with a second of its own CPU."""
    return 1e6 / line["server_cpu_us"] if line.get("server_cpu_us") else None


def both_cpu(line: Line) -> float | None:
    """CPU of server and database for one operation, in microseconds; None where the database's is not known."""
    parts = (line.get("server_cpu_us"), line.get("database_cpu_us"))
    return None if None in parts else sum(part for part in parts if part)


def goals(results: Results) -> list[list[str]]:
    """The table of goals: goal, must, stretch, measured."""
    postgresql = {"engine": "postgresql", "clients": ORDER_CLIENTS}
    orders = {"scenario": "orders", **postgresql}
    rows = [
        ["orders/s, 64 clients, PostgreSQL, against pgbench of the same rows at its best", "1.2x", "2x",
         times(results.ratio("per_second", orders, {"scenario": "pgbench"}))],
        ["CPU per order, application + PostgreSQL", "600 us", "300 us", shown(results.spread(both_cpu, **orders), "us")],
    ]  # fmt: skip
    for engine in results.engines:
        here = {"engine": engine, "clients": ORDER_CLIENTS}
        hot = results.ratio("per_second", {"scenario": "orders hot", **here}, {"scenario": "orders", **here})
        rows.append([f"one hot SKU against random SKUs, {NAMES[engine]} (codes off)", "1.0x", "1.5x", times(hot)])
    for engine, must, stretch in (("mariadb", "0.8x", "1x"), ("sqlite", "1.0x", "1.5x")):
        other = {"scenario": "orders", "engine": engine, "clients": ORDER_CLIENTS}
        measured = times(results.ratio("per_second", other, orders))
        rows.append([f"orders/s on {NAMES[engine]} against PostgreSQL", must, stretch, measured])
    for engine in results.engines:
        one = results.spread("p50_ms", "orders", engine=engine, clients=1)
        rows.append([f"an order of one client, p50, {NAMES[engine]}", "4 ms", "2 ms", shown(one, "ms")])
    for name in ("list", "detail"):
        ratio = results.ratio(per_server_second, {"scenario": f"{name} cached"}, {"scenario": f"{name} bare"})
        rows.append([f"cached {name} against bare ASGI, per CPU second", "65 %", "80 %", percent(ratio)])
    quote = results.ratio(per_server_second, {"scenario": "quote"}, {"scenario": "quote echo"})
    rows.append(["quote of a 3-line cart against an echo route, per CPU second", "50 %", "70 %", percent(quote)])
    for engine in results.engines:
        for name in ("cached", "uncached"):
            loaded = {"scenario": f"reads under orders {name}", "engine": engine}
            ratio = results.ratio("p99_ms", loaded, {"scenario": f"reads idle {name}", "engine": engine})
            label = f"p99 of {name} reads while orders run flat out, against idle, {NAMES[engine]}"
            rows.append([label, "5x", "2x", times(ratio)])
    for engine in results.engines:
        rows += _stream_goals(results, engine)
    rows += _page_goals(results)
    for engine in results.engines:
        started = list(results.of("start", engine=engine))
        took = spread([line["seconds"] for line in started])
        idle = spread([line["idle_rss_mb"] for line in started if line["idle_rss_mb"]])
        rows.append([f"start to first answer, {NAMES[engine]}", "1.0 s", "0.7 s", shown(took, "s")])
        rows.append([f"RSS idle, {NAMES[engine]}", "120 MB", "100 MB", shown(idle, "MB")])
    return [*rows, *_statement_goals(results), _soak_goal(results)]


def _statement_goals(results: Results) -> list[list[str]]:
    return [
        [
            f"statements of an uncached list with every filter, and of a detail, {NAMES[engine]}", "3 and 2", "",
            next((_statements(line["counts"]) for line in results.of("statements", engine=engine)), MISSING),
        ]
        for engine in results.engines
    ]  # fmt: skip


def _statements(counts: dict[str, int]) -> str:
    lists = max(count for name, count in counts.items() if name.startswith("list"))
    nowhere = counts["search that finds nothing"]
    return f"**{lists} and {counts['detail']}** (a search that finds nothing and is spelt anew: {nowhere})"


def _soak_goal(results: Results) -> list[str]:
    first = next((line["engine"] for line in results.of("soak")), None)
    readings = [line["rss_mb"] for line in results.of("soak", engine=first)]
    minutes = max((line["minute"] for line in results.of("soak", engine=first)), default=0)
    label = f"RSS after {minutes:g} minutes of load, against its start" if readings else "RSS after an hour of load"
    told = f"**{readings[-1] - readings[0]:+.1f} MB** ({readings[0]} to {readings[-1]} MB)" if readings else MISSING
    return [label, "+30 MB", "", told]


def _stream_goals(results: Results, engine: str) -> list[list[str]]:
    idle = {"scenario": "streams: 2,000 idle", "engine": engine}
    ratio = results.ratio("p99_ms", idle, {"scenario": "streams: none", "engine": engine})
    soon = spread([line["p50_ms"] for line in results.of("events", engine=engine)])
    # The first round alone: what it frees is used again by the next.
    grown = spread([line["grown_mb"] for line in results.of("stream memory", engine=engine, round=0)])
    return [
        [f"event from commit to an open page, p50, {NAMES[engine]}", "50 ms", "20 ms", shown(soon, "ms")],
        [f"RSS of 2,000 idle pages, {NAMES[engine]}", "100 MB", "50 MB", shown(grown, "MB")],
        [f"p99 of uncached reads beside 2,000 idle pages, against none, {NAMES[engine]}", "1.5x", "1.1x", times(ratio)],
    ]


def _page_goals(results: Results) -> list[list[str]]:
    loads = list(results.of("page", network="slow 4G"))
    weights = [_texts_kb(line) for line in loads if line["page"] == "home"]
    rows = [["first page: HTML, CSS and JavaScript over the wire", "60 KB", "30 KB", shown(spread(weights), "KB")]]
    for name in PAGES:
        seconds = spread([line["lcp_ms"] / 1000 for line in loads if line["page"] == name])
        rows.append([f"largest contentful paint on a slow phone, {name}", "1.5 s", "1.0 s", shown(seconds, "s")])
    most = f"**{max(line['shift'] for line in loads):.3f}**" if loads else MISSING
    return [*rows, ["cumulative layout shift, the worst load of any page", "0.05", "0", most]]


def _texts_kb(line: Line) -> float:
    return sum(line["bytes"].get(kind, 0) for kind in TEXTS) / 1000


def pages_table(results: Results) -> str:
    """Every page on every network, its loads put together."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in results.of("page"):
        groups.setdefault((line["network"], line["page"]), []).append(line)
    head = ["network", "page", "first paint ms", "largest ms", "which is", "shift", "texts KB", "pictures KB"]
    rows = [
        [
            network, page, _mid(lines, "first_paint_ms"), _mid(lines, "lcp_ms", spread_too=True), lines[0]["lcp_is"],
            f"{max(line['shift'] for line in lines):.3f}", number(_texts_kb(lines[0])),
            number(lines[0]["bytes"].get("Image", 0) / 1000),
        ]
        for (network, page), lines in groups.items()
    ]  # fmt: skip
    return table(head, rows) if rows else f"{MISSING.capitalize()} in this run."


def times(ratio: Spread | None) -> str:
    """A ratio with its least and most."""
    if ratio is None:
        return MISSING
    return f"**{ratio.median:.2f}x** ({ratio.least:.2f} to {ratio.most:.2f}, {ratio.count} rounds)"


def percent(ratio: Spread | None) -> str:
    """The same in hundredths."""
    if ratio is None:
        return MISSING
    least, most = 100 * ratio.least, 100 * ratio.most
    return f"**{100 * ratio.median:.0f} %** ({least:.0f} to {most:.0f}, {ratio.count} rounds)"


def shown(found: Spread | None, unit: str) -> str:
    """A figure with its least and most."""
    if found is None:
        return MISSING
    if found.count == 1:
        return f"**{number(found.median)} {unit}**"
    return f"**{number(found.median)} {unit}** ({number(found.least)} to {number(found.most)})"


def windows_table(results: Results, prefixes: tuple[str, ...]) -> str:
    """Every scenario that begins so, its rounds put together."""
    groups: dict[tuple[str, str, int], list[Line]] = {}
    for line in results.of("window"):
        if line["scenario"].startswith(prefixes) and not line["scenario"].endswith("trial"):
            groups.setdefault((line["scenario"], line["engine"] or "", line["clients"]), []).append(line)
    head = ["scenario", "engine", "clients", "per second", "p50 ms", "p99 ms", "CPU us: server", "database", "client"]
    rows = [
        [
            scenario, NAMES.get(engine, "none"), str(clients), _mid(lines, "per_second", spread_too=True),
            *(_mid(lines, name) for name in ("p50_ms", "p99_ms", "server_cpu_us", "database_cpu_us", "client_cpu_us")),
        ]
        for (scenario, engine, clients), lines in groups.items()
    ]  # fmt: skip
    return table(head, rows) if rows else f"{MISSING.capitalize()} in this run."


def _mid(lines: list[Line], name: str, *, spread_too: bool = False) -> str:
    found = spread([line[name] for line in lines if line.get(name) is not None])
    if found is None:
        return ""
    several = spread_too and found.count > 1
    return number(found.median) + (f" ({number(found.least)} to {number(found.most)})" if several else "")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def charts(results: Results) -> dict[str, str]:
    """The drawings by name; one that has nothing to show is not drawn."""
    orders: list[Bar] = []
    cpu: list[Bar] = []
    for engine in results.engines:
        for scenario, label in (("orders", "random SKUs"), ("orders hot", "one hot SKU")):
            here = {"engine": engine, "clients": ORDER_CLIENTS}
            _bar(orders, f"{NAMES[engine]}, {label}", results.spread("per_second", scenario, **here))
            if scenario == "orders":
                _bar(cpu, NAMES[engine], results.spread(both_cpu, scenario, **here))
    _bar(orders, "pgbench, same rows, at its best", results.spread("per_second", "pgbench"), ours=False)
    _bar(cpu, "pgbench (database alone)", results.spread("database_cpu_us", "pgbench"), ours=False)
    reads: list[Bar] = []
    for name in ("list", "detail"):
        _bar(reads, f"{name}, bare ASGI", results.spread(per_server_second, f"{name} bare"), ours=False)
        _bar(reads, f"{name}, cached", results.spread(per_server_second, f"{name} cached"))
    _bar(reads, "quote, echo route", results.spread(per_server_second, "quote echo"), ours=False)
    _bar(reads, "quote", results.spread(per_server_second, "quote"))
    drawn = {
        "orders": ("Orders a second over HTTP, 64 clients", "median of the rounds; line: least to most", orders),
        "cpu": ("CPU per order, application + database", "microseconds; less is better", cpu),
        "reads": ("Answers per second of server CPU", "8 clients; the grey ones know nothing", reads),
    }
    return {name: bar_chart(title, unit, bars) for name, (title, unit, bars) in drawn.items() if bars}


def _bar(bars: list[Bar], label: str, value: Spread | None, *, ours: bool = True) -> None:
    if value is not None:
        bars.append(Bar(label, value, ours))


def readme(results: Results, raw_name: str) -> str:
    """The whole page."""
    run, facts = results.run, results.run["machine"]
    engines = "; ".join(f"{NAMES[e['engine']]} {e['version']} ({e['durability']})" for e in results.of("engine"))
    drawn = "\n".join(f"![{name}](charts/{name}.svg)\n" for name in charts(results))
    return _PAGE.format(
        commit=run["commit"], at=run["at"], raw=raw_name, settings=run["settings"], engines=engines,
        machine=f"{facts['cores']} cores of {facts['processor']}, {facts['memory_gb']} GB, Linux {facts['kernel']}, "
        f"Python {facts['python']}",
        seconds=run["seconds"], rounds=run["rounds"], warm=run["warm_seconds"],
        goals=table(["goal", "must", "stretch", "measured"], goals(results)), charts=drawn,
        orders=windows_table(results, ("orders", "pgbench")),
        reads=windows_table(results, ("list", "detail", "search", "quote")),
        mixed=windows_table(results, ("reads",)), pages=pages_table(results), streams=windows_table(results, ("streams",)),
        script=_script(results), noise=_noise(results),
        failures=_failures(results), skipped=_skipped(results), memory=_memory(results), soak=soak_table(results),
    )  # fmt: skip


def _script(results: Results) -> str:
    for line in results.of("pgbench script"):
        rows = ", ".join(f"{count} {name}" for name, count in line["rows"].items())
        trials = {one["clients"]: one["per_second"] for one in results.of("window", scenario="pgbench trial")}
        tried = ", ".join(f"{clients} clients {number(rate)}/s" for clients, rate in trials.items())
        return (
            f"{line['statements']} statements between BEGIN and COMMIT: {line['stock_updates']} stock updates and, taken "
            f"from an order that the shop wrote, {rows}. Tried before the rounds: {tried}; the best is used in them."
        )
    return f"{MISSING.capitalize()} in this run."


def _noise(results: Results) -> str:
    used = [line["other_cores"] for line in results.of("window") if line.get("other_cores") is not None]
    if not used:
        return MISSING
    return f"median {statistics.median(used):.2f}, most {max(used):.2f}"


def _failures(results: Results) -> str:
    bad = [line for line in results.of("window") if line.get("failed")]
    if not bad:
        return "Every answer of every window passed its check."
    rows = [
        [line["scenario"], line["engine"] or "", str(line["clients"]), str(line["failed"]), f"`{line.get('problems')}`"]
        for line in bad
    ]
    return table(["scenario", "engine", "clients", "answers that failed the check", "which"], rows)


def _skipped(results: Results) -> str:
    lines = [f"- {line['what']}: {line['why']}" for line in results.of("skipped")]
    return "\n".join(lines) or "Nothing of what this machine has."


def _memory(results: Results) -> str:
    after = [f"{NAMES[line['engine']]} {number(line['rss_mb'])} MB" for line in results.of("memory")]
    return ", ".join(after) or MISSING


def soak_table(results: Results) -> str:
    """Memory by the minute of a long run."""
    readings = list(results.of("soak"))
    if not readings:
        return "No long run is kept beside this one: `make bench ONLY=soak BENCH_MINUTES=60`."
    load = next(iter(results.of("soak load")), None)
    told = "" if load is None else f"Done: {_named(load['done'])}. Failed: {_named(load['failed'])}."
    each = max(1, len(readings) // SOAK_ROWS)
    shown_readings = [*readings[:-1:each], readings[-1]]
    rows = [[f"{line['minute']:g}", NAMES[line["engine"]], number(line["rss_mb"])] for line in shown_readings]
    return table(["minute", "engine", "RSS MB"], rows) + f"\n\n{told}"


def _named(counts: Sequence[int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in zip(SOAKED, counts, strict=True))


_PAGE = """<!-- Generated by benchmarks/report.py from results/{raw}. Do not edit. -->
# How fast Niaga is

Commit `{commit}`, {at}. {machine}. {engines}. Server: {settings}.
Raw results: [`results/{raw}`](results/{raw}).

{goals}

{charts}
## How to run it

    make bench                       # everything that this machine has; at most 10 minutes
    make bench ONLY=orders           # parts: start, pages, reads, quote, streams, mixed, orders
    make bench BENCH_SECONDS=10      # longer windows
    make bench ONLY=soak             # memory under an hour of load, by the minute; BENCH_MINUTES=5 for less
    .venv/bin/python -m benchmarks --help

`NIAGA_BENCH_POSTGRES_URL` and `NIAGA_BENCH_MARIADB_URL` name servers; else the usual local addresses are tried. Databases
of the run are made beside those and dropped. The machine should be quiet: cores used by others in the windows of this
run, {noise}.

## Method

- `niaga seed load --products 1000 --variants 3` on each engine, then one real `niaga serve` each. Transfer codes are off.
- A closed-loop client of our own (asyncio, keep-alive, ready bytes) on the same machine. Each answer's status and content
  are checked; one that fails is not counted as done. An operation counts when it ends inside its window of {seconds} s
  (half of it for reads and quotes), after {warm} s of warming up; before the first one orders run for a few seconds, so
  that what a server keeps of the catalogue is there.
- What is compared runs by turns, A B A B, {rounds} rounds. A ratio is that of the medians; beside it stand the least and
  the most of one round.
- CPU is user + system time of the server's process tree, of PostgreSQL's postmaster with all its children (ended ones
  too) or of mariadbd, read as the window opens and closes. The database's includes what others ask of it meanwhile;
  SQLite works inside the server's process.
- What the relay does on events while a window lasts is in these figures too. It falls behind while orders run flat out,
  so this is not all of its work on them; `--relay off` shows placing alone. The other engines' servers stand still
  (SIGSTOP) during a window, because their relays still have work.
- After seeding PostgreSQL gets one ANALYZE, as autovacuum would give it within a minute.
- Orders have three lines and a key of their own: three random SKUs of 3,000, or one SKU that is in every order and two
  random ones, so that both write the same rows.
- Bare ASGI answers the bytes of one page and nothing else; the echo route (Litestar) decodes the same question and encodes
  the same answer. Both run under the same uvicorn settings. A cookie makes reads pass the cache by.
  Cached details are of the 20 products that everybody looks at; of 1,000, most answers are older than the second that
  stock may be, and are made anew.
- Quotes are of 256 carts of the same weight to one district, so most answers are kept ready but for their seals; `quote to
  any district` asks for any of 7,000 with any quantities, so most are worked out anew.
- Reads beside orders: 8 clients that pause 20 ms between their requests, so that they measure and do not load; three
  rounds without orders, before anybody has ordered, and three beside them.
- Live streams: an order is cancelled while its page is open, 120 times; the time runs from the answer to the cancelling
  request until the event is read. 2,000 idle pages are half orders, half products, on one server; beside them and without
  them, by turns, 8 clients read uncached details and pause 20 ms between.
- Pages: the demo shop in headless Chromium, a phone of 390 px and two pixels a point, a CPU slowed down 4 times, 5 cold
  loads each by turns. Slow 4G is Lighthouse's: 150 ms a round trip, 1.6 Mbit/s down, 750 kbit/s up. Chromium adds the
  round trip to each request and not to making the connection; with Lighthouse's "applied" figures (562.5 ms, 1.47 and
  0.68 Mbit/s), which make up for that, the pages stand in the table below too. The weight is that until all that is in
  view is there; the service worker, which fetches its pages after that, is not in it.
- `pgbench` runs one transaction per order with the same durability on the same server, without HTTP, prices, ongkir,
  encryption or relay. {script}

## Orders

{orders}

## Reads and quotes

{reads}

## Reads while orders run flat out

{mixed}

## Reads beside live streams

{streams}

## Pages

{pages}

## Memory

RSS at the end of this run: {memory}.

In a long run 8 clients each place orders, read details, search past the cache and ask for quotes to any district, with
50 ms between an answer and the next request.

{soak}

## Checks

{failures}

## What is missed

{skipped}
"""
