"""Notes that name a colleague with @: who is meant, and the page that lists what one was named in."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.responses import Response

from milepost.store.records.users import User
from milepost.web.console.access import Visit
from milepost.web.console.pages import Pages


def named_in(text: str, people: Iterable[User]) -> list[str]:
    """The ids of those whom a note names: "@Dana", "@dana reyes", "@dana@acorn.example". The longest name counts."""
    lowered, found = text.casefold(), []
    taken: list[tuple[int, int]] = []
    names = [(f"@{name}", user.id) for user in people for name in (user.email.casefold(), *_names(user))]
    for name, user_id in sorted(names, key=lambda each: -len(each[0])):
        start = lowered.find(name)
        while start >= 0:
            end = start + len(name)
            is_whole = not lowered[end : end + 1].isalnum() and not lowered[max(start - 1, 0) : start].isalnum()
            if is_whole and not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                found.append(user_id)
            start = lowered.find(name, end)
    return list(dict.fromkeys(found))


class MentionPages:
    """What somebody was named in."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def show(self, visit: Visit) -> Response:
        """GET: the notes, those not yet seen first."""
        return self._pages.framed(
            visit,
            "live_chat/mentions.html",
            mentions=visit.store.mentions.of(visit.user.id),
        )


def _names(user: User) -> tuple[str, ...]:
    name = user.name.casefold()
    return tuple(dict.fromkeys((name, name.split(" ")[0])))
