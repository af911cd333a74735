"""Other people of the deal and their part in it: who signs, decides or is to be written to; never the visitor."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Finding

_PART = (
    r"(?:boss|manager|line manager|cfo|ceo|cto|coo|cio|director|managing director|head of [a-z]+|owner|business partner|partner|"
    r"wife|husband|fianc[eé]e?|colleague|co-?worker|assistant|secretary|pa|accountant|bookkeeper|it (?:guy|girl|person|lead|manager|admin)|"
    r"office manager|practice manager|team lead|admin|lawyer|treasurer|chair(?:man|woman|person)?|buyer|purchas(?:er|ing)|procurement|"
    r"controller|principal|head ?teacher|son|daughter|mum|mom|mother|dad|father|brother|sister|girlfriend|boyfriend|flatmate|landlord|board)"
)
_NAME = r"[A-ZÀ-Þ][\w'\u2019-]{1,24}(?:[ ](?:(?:de|van|von|der|da|la|el|bin) ){0,2}[A-ZÀ-Þ][\w'\u2019-]{1,24}){0,2}"
_DECIDES = (
    r"(?:signs?(?: off| it| that| for it)?|decides?|approves?|pays?(?: for it| the bills?)?|has (?:to (?:sign|approve|decide|agree)|the last word)|"
    r"needs to (?:sign|approve|decide|agree|ok it)|makes the (?:call|decision)|holds the (?:purse|budget)|will (?:sign|decide|approve|pay))"
)
_OF_OURS = re.compile(
    rf"(?i:(?<![a-z])(?:my|our|the) (?P<part>{_PART}))(?:,? (?:(?:is |called |named )?(?P<name>{_NAME})))"
)
_NAMED_FIRST = re.compile(rf"(?P<name>{_NAME})(?:,| is| \()\s?(?:(?i:my|our|the) (?P<part>(?i:{_PART})))(?![a-z])")
_ONLY_PART = re.compile(rf"(?i:(?<![a-z])(?:my|our|the) (?P<part>{_PART}) {_DECIDES}(?![a-z]))")
_ONLY_NAME = re.compile(rf"(?<![\w'])(?P<name>{_NAME}) (?P<part>{_DECIDES})(?![a-z])")
_NO_NAME = frozenset(
    ("I", "We", "You", "He", "She", "They", "It", "Who", "Nobody", "Somebody", "Someone", "Everyone", "That", "This", "The", "My", "Our", "And",
     "But", "So", "Please", "Ok", "Yes", "No", "Hi", "Hello", "Then", "Now", "If", "When")
)  # fmt: skip
_MAIL_AFTER = re.compile(
    r"[\s,(:-]*(?:(?:at|on|under|is|e-?mail|mail|his|her|their|address)[\s,:]*){0,3}$", re.IGNORECASE
)


def people(text: str, mails: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings `person_of_deal`, value {"name" (None where not said), "part", "email"?}; and the mails that are the visitor's."""
    found: dict[int, Finding] = {}
    for pattern in (_OF_OURS, _NAMED_FIRST, _ONLY_NAME, _ONLY_PART):
        for match in pattern.finditer(text):
            name = match.groupdict().get("name")
            taken = any(match.start() < other.end and other.start < match.end() for other in found.values())
            if taken or (name and name.split()[0] in _NO_NAME):
                continue
            value = {"name": name, "part": match["part"].lower()}
            found[match.start()] = Finding("person_of_deal", value, *match.span(), op="add")
    return _with_mails(text, sorted(found.values(), key=lambda each: each.start), mails)


def _with_mails(text: str, found: list[Finding], mails: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Each person with the address that stands right behind them."""
    theirs: dict[int, Finding] = {}
    for mail in mails:
        owner = next(
            (one for one in found if one.end <= mail.start and _MAIL_AFTER.fullmatch(text, one.end, mail.start)), None
        )
        owner = owner or _by_part(text, mail)
        if owner is not None:
            value = {**owner.value, "email": mail.value}
            theirs[mail.start] = Finding(owner.name, value, owner.start, mail.end, op="add")
    kept = [one for one in found if not any(one.start == other.start for other in theirs.values())]
    return [*kept, *theirs.values()], [mail for mail in mails if mail.start not in theirs]


_PART_AND_MAIL = re.compile(rf"(?i:(?<![a-z])(?:my|our|the) (?P<part>{_PART}))[\s,(:-]+(?:(?:at|on|under)\s+)?$")


def _by_part(text: str, mail: Finding) -> Finding | None:
    """The nameless person before an address: "cc our bookkeeper, dana@books.example"."""
    match = _PART_AND_MAIL.search(text, max(0, mail.start - 60), mail.start)
    if match is None or re.search(r"(?:not|n't)(?: to)? $", text[: match.start()]):
        return None
    return Finding("person_of_deal", {"name": None, "part": match["part"].lower()}, match.start(), mail.end, op="add")
