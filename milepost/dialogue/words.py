"""Which words of a message carry content of their own, and which only lead, link or ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Words that ask, link and lead in the five served languages. What is left of a message without them is what it is about.
_FUNCTION_TEXT = """
a about actually again all also an and any anything are arent as at be been both but by can cant could did didnt do does
doesnt dont each else even every everything few for from get gets give go got had has have havent he hello her hey hi him
his how i id if ill im in instead is isnt it its ive just know let lets like lot make many may me mean meant
might more most much my need no not nothing now of off oh ok okay on one ones only or other our out over own per perhaps
please pls put really right s same say see she should so some something still such sure t take tell than thank thanks that
under below above
thats the their them then there theres these they thing things this those though to too total two um up us use
very want was wasnt way we well were what whats when where which while who whole whos why will with without wont
would wouldnt yeah yep yes yet you your youre youve yours price prices pricing cost costs much pay paid month
year week monthly yearly weekly annual people persons person users seats pieces items times size sizes el la los
las un una unos unas y o de del al en con sin por para que qué cuál cómo cuánto cuesta es son hay lo le me mi
mis su sus der die das ein eine einen und oder von im in mit ohne für was wie welche ist sind gibt es ich wir
sie mein unser kostet auch noch le les un une des et ou de du au en avec sans pour que quoi quel quelle combien
est sont il elle je nous vous mon notre coûte aussi o os as um uma uns e ou de do da no na com sem por para que
qual como quanto custa é são há eu nós meu nosso também
"""
_FUNCTION = frozenset(_FUNCTION_TEXT.split())
_LONGEST_LINK = 1


def content_words(text: str, explained: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """The words of a text, in small letters, that say something and stand in none of the `explained` places."""
    places = list(explained)
    found = []
    for match in _WORD.finditer(text.casefold().replace("\u2019", "'")):
        word = match[0].replace("'", "")
        if len(word) <= _LONGEST_LINK or word in _FUNCTION:
            continue
        if not any(start <= match.start() < end for start, end in places):
            found.append(match[0])
    return tuple(found)


_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ed", "es", "er", "s", "e", "y")
_SHORTEST, _KEPT = 3, 6


def stem(word: str) -> str:
    """A word in small letters cut down, so that "refunds" meets "refund"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending)
            break
    return word[:_KEPT]


def stems_of(text: str) -> list[str]:
    """All words of a text as stems, in their order."""
    return [
        stem(word.removesuffix("'s")) for word in re.findall(r"[^\W_]+(?:'[a-z]+)?", text.casefold()) if len(word) > 1
    ]


_NUMBERS = {
    word: str(number)
    for number, words in (
        (2, "two dos zwei deux dois"),
        (3, "three tres drei trois três"),
        (4, "four cuatro vier quatre quatro"),
        (5, "five cinco fünf cinq"),
        (6, "six seis sechs"),
        (7, "seven siete sieben sept sete"),
        (8, "eight ocho acht huit oito"),
        (9, "nine nueve neun neuf nove"),
        (10, "ten diez zehn dix dez"),
        (12, "twelve doce zwölf douze doze"),
        (15, "fifteen quince fünfzehn quinze"),
        (20, "twenty veinte zwanzig vingt vinte"),
        (50, "fifty cincuenta fünfzig cinquante cinquenta"),
        (100, "hundred cien hundert cent cem"),
    )
    for word in words.split()
}
_TOKEN = re.compile(r"[^\W_]+(?:'[a-z]+)?")


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that tell one thing from another, as stems; numbers in figures, however they are written."""
    words = (match[0].removesuffix("'s") for match in _TOKEN.finditer(text.casefold().replace("\u2019", "'")))
    return frozenset(_NUMBERS.get(word) or stem(word) for word in words if word not in _FUNCTION)


_ARTICLES = frozenset(["a", "an", "the", "one", "two", "three", "my", "our", "some", "that", "those"])
_TERMS = frozenset(["week", "month", "year", "day", "yr"])


def unjoined(text: str) -> str:
    """A text without a "plus" that joins what follows it, and is no name: "plus a locker", but not "the Plus a month"."""
    words = text.split()
    kept = []
    for place, word in enumerate(words):
        behind = [each.strip("?!.,;:").casefold() for each in words[place + 1 : place + 3]]
        is_joining = word.casefold() == "plus" and behind[:1] and (not place or behind[0] in _ARTICLES)
        if not is_joining or (behind[1:2] and behind[1] in _TERMS):
            kept.append(word)
    return " ".join(kept)
