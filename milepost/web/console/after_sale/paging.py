"""The pages of a long list by their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from milepost.web.console.access import Visit

PAGE = 50


def page_of(visit: Visit) -> int:
    """The page that the address asks for; the first is 0."""
    number = visit.request.query_params.get("page", "")
    return int(number) if number.isdecimal() and len(number) < 6 else 0


def neighbours(here: Mapping[str, str], page: int, *, has_more: bool) -> dict[str, Any]:
    """The addresses of the `newer` and `older` pages under the same filters; "" where there is none."""
    return {"newer": _address(here, page - 1) if page else "", "older": _address(here, page + 1) if has_more else ""}


def _address(here: Mapping[str, str], page: int) -> str:
    return "?" + urlencode({**here, **({"page": str(page)} if page else {})})
