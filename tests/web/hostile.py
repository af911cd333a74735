"""Hostile inputs, made from what attacks consist of: what a text may hold, and what a frame may be."""

from __future__ import annotations

import json
from typing import Any

_MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "javascript:alert(1)",
    "<iframe srcdoc='<script>1</script>'>",
    "</textarea><b>",
    "<!--",
    "]]>",
    "{{7*7}}",
    "{% for x in y %}",
    "${7*7}",
    "#{7*7}",
    "%{7*7}",
    "<%= 7*7 %>",
    "{0.__class__.__mro__}",
    "{company}",
    "%s%s%s%n",
    "%x%x%x",
    "`id`",
    "$(id)",
    "; id",
    "| id",
    "&& id",
    "\r\nSet-Cookie: a=b",
    "\r\nBcc: evil@example.com",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "-2+3",
)
_SQL = (
    "' OR '1'='1",
    "'; DROP TABLE messages; --",
    '" OR ""="',
    "1; SELECT pg_sleep(9)",
    "') UNION SELECT 1 --",
    "\\'; --",
    "%' AND 1=0 --",
    "_%_",
    '" MATCH *',
    "NEAR(a b)",
    "a AND (",
    '"',
    "''",
    ":x",
    "$1",
    "?",
    "\\x00",
)
_UNICODE = (
    "\x00",
    "a\x00b",
    "\u202e\u202dabc",
    "\ud800",
    "\udfff\ud800",
    "\ufeff",
    "\u200b" * 50,
    "e\u0301" * 200,
    "Z\u0351\u036b\u0343" * 100,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 40,
    "\u0130\u0131",
    "\ufb03",
    "\u2028\u2029",
    "\x1b[31m",
    "\x7f\x80\x9f",
    "\u3164" * 30,
    "ﷺ" * 60,
    "\U000e0041\U000e0042",
    "𝕳𝖊𝖑𝖑𝖔",
    "\t\t\n\n\r",
)
_COMMANDS = (
    "/restart",
    "/human_handoff",
    "/EXTERNAL_reminder{}",
    "/greet@0.01",
    "/session_start",
    "/back",
    '/slot{"x": 1}',
    "/",
    "btn:x-0",
    "btn:../../etc-9",
    "btn:" + "9" * 300,
    "/inform{",
    '/out_of_scope{"a": [' + "[" * 200,
)
_PATHS = (
    "../../etc/passwd",
    "..\\..\\windows",
    "file:///etc/passwd",
    "http://169.254.169.254/latest",
    "http://127.0.0.1:5432",
    "gopher://x",
    "\\\\host\\share",
    "%2e%2e%2f",
    "%00",
    "con",
    "aux.txt",
)
_LONG = (
    "a" * 2_000,
    "a " * 1_000,
    "9" * 2_000,
    "ab" * 999,
    "(" * 1_900,
    "?" * 1_900,
    "." * 1_900,
    "1,000." * 300,
    "a@" * 900,
    "x@y." * 450,
    "- " * 900,
    "how much " * 220,
    "not " * 480,
    "$" * 1_900,
    "2026-" * 380,
    "1/1/" * 480,
    "and " * 490,
    "\n" * 1_900,
    "http://a." * 200,
    "A1-" * 600,
)
_NUMBERS = (
    "1e309",
    "-0",
    "NaN",
    "Infinity",
    "0x7fffffff",
    "99999999999999999999",
    "1" * 400,
    "-1",
    "1.0000000000000001",
    "١٢٣",
    "½",
    "10^100",
    "1,2,3",
    "0" * 100,
)
_AROUND = ("{}", "how much is {} for 5 people?", "my mail is {}@example.com", "I am {}")

TEXTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        around.replace("{}", each)[:2_000]
        for each in (*_MARKUP, *_SQL, *_UNICODE, *_COMMANDS, *_PATHS, *_LONG, *_NUMBERS)
        for around in _AROUND
    )
)
"""What visitors may write: each has to be kept as text, and to be answered."""

_ODD: tuple[Any, ...] = (None, True, 1, -1, 1.5, 10**30, "", "x", [], {}, [[]], {"a": {}}, "x" * 5_000)


def frames() -> list[bytes]:
    """What may come in place of a frame."""
    good = {"type": "say", "id": "message-1", "text": "hello"}
    more = {
        "seq": 1,
        "button": 0,
        "fields": {"email": "a"},
        "consent": True,
        "helpful": True,
        "comment": "x",
        "source": {},
    }
    found = [json.dumps({**good, name: odd}) for name in good for odd in _ODD]
    for kind in ("press", "form", "rate", "person", "say"):
        found += [json.dumps({**good, **more, "type": kind, name: odd}) for name in more for odd in _ODD]
    raw = [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b"\xff\xfe",
        b"{}" * 50,
        b"[" * 10_000,
        b'{"a":' * 5_000,
        b'{"type": "say"}\x00',
        b"1e999",
    ]
    return [*raw, *(each.encode("utf-8", "surrogatepass") for each in found)]
