"""Which words of a time can be said back by themselves: "by the end of May", and not the half of "12th to 14th"."""

from __future__ import annotations

import re

_OPENS = re.compile(
    r"(?:by|before|until|till|from|in|on|at|next|this|within|after|around|about|(?:the )?(?:end|beginning|start) of|early|late|asap|as soon as|"
    r"today|tonight|tomorrow|immediately|straight away|right away|"
    r"bis|vor|ab|im|am|nächste\w*|diese\w*|innerhalb|nach|ende|anfang|mitte|heute|morgen|sofort|"
    r"avant|jusqu\w*|dès|en|au|cette|dans|après|d'ici|fin|début|la semaine|le mois|aujourd'hui|demain|"
    r"antes|hasta|desde|para|la próxima|esta|dentro|después|a (?:finales|principios)|hoy|mañana|"
    r"até|neste|nesta|depois|próxim\w*|hoje|amanhã)(?!\w)",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:to|or|and|bis|oder|und|ou|et|o|y|e|a|au))\s*[-\u2013]?\s*$", re.IGNORECASE
)


def is_phrase(words: str) -> bool:
    """Whether words of a time say when by themselves."""
    return bool(_OPENS.match(words))


def is_piece(before: str) -> bool:
    """Whether the words before a time run on into it: "12th to", "March or"."""
    return bool(_RUNS_ON.search(before))
