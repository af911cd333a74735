"""A reply as the HTML part of a mail: its words, and a comparison, products or a quote as a mail program draws them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from milepost.channels.port import OutboundReply
from milepost.channels.short_text import words_of
from milepost.channels.wire.cards import Card, cards_of, options_of

_CELL = 'style="padding:4px 10px;border:1px solid #d0d7de;text-align:left;vertical-align:top"'


def html_of(reply: OutboundReply, text: str) -> str:
    """The reply drawn; where it has nothing to draw, `text`, which is all of it in words."""
    options, cards = options_of(reply), cards_of(reply)
    if options:
        names = [name for name, _ in options[0].values]
        rows = [_row("th", ["", *(option.title for option in options)])]
        rows += [_row("td", [name, *(option.values[n][1] for option in options)]) for n, name in enumerate(names)]
        drawn = f'<table style="border-collapse:collapse">{"".join(rows)}</table>'
    else:
        drawn = "".join(map(_card, cards))
    choices = "".join(f"<li>{escape(button.title)}</li>" for button in reply.buttons)
    words = (
        [_paragraph(words_of(reply)), drawn, f"<ol>{choices}</ol>" if choices else ""] if drawn else [_paragraph(text)]
    )
    return "".join(words)


def _card(card: Card) -> str:
    title = escape(card.title)
    linked = f'<a href="{escape(card.url)}">{title}</a>' if card.url else title
    picture = f'<br><img src="{escape(card.image)}" alt="" width="240">' if card.image else ""
    told = "".join(f"<br>{escape(part)}" for part in (card.price, card.text) if part)
    return f"<p><strong>{linked}</strong>{told}{picture}</p>"


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag} {_CELL}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text).replace(chr(10), '<br>')}</p>" if text else ""
