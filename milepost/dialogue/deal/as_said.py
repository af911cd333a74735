"""A memory as the visitor's own words bear it out: what was only told to them, or read into a scrap of a clause, is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from milepost.dialogue.deal.clauses import Clause, clauses_of, folded
from milepost.dialogue.deal.lines import Line, pairs
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.words.own import COURTESY
from milepost.dialogue.deal.words.told import HAS
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Fact, FactStatus, OptionTouch, Touch
from milepost.sales.options import plan_name

_NEAR = 4  # messages in which a name still stands for what a question is about
_SHORT = 3  # words
_CHOOSES = re.compile(
    r"\b(?:take|go (?:for|with)|going (?:for|with)|choose|chose|pick|order|buy|book|want|wants|sign (?:me|us) up|start|subscribe|prefer|switch to|move (?:me|us) to|so|then|please|pls|it is|best for us|decided|nehme|nehmen|prends|quiero|quero)\b"
)
_TAKES_IT = re.compile(
    r"\b(?:take|order|buy|book) (?:it|that|this|them|both|one|all)\b|\b(?:that|this) (?:one )?(?:works|please|it is)\b|\blet'?s (?:do|go with|take) (?:it|that|this)\b|\bstart the trial\b|\bgo ahead\b"
)
_ALREADY = re.compile(
    r"\b(?:built|bought|have|had|got|since|already|own|renewed|currently|members? (?:at|of)|customers?|on|with|uses?|using|not|no|isn't|instead of|rather than|if|can i|is|does|why|what|how)\b[^.?!]{0,24}$"
)
_OWNS = re.compile(r"\b(?:you built|built in|bought|i'?m on|we'?re on|i am on|we are on|since|renewed|my)\b")
_GENERIC = frozenset([
    "plan", "plans", "product", "products", "team", "teams", "pack", "package", "the", "and", "for", "your", "day", "days",
    "class", "classes", "one", "two", "five", "ten", "plus", "care", "small", "big", "first", "visit", "basic", "free",
    "solo", "family", "business", "premium", "standard", "annual", "monthly", "hire", "shell", "bag", "tent", "boot",
    "jacket", "stove", "mat", "box", "course", "group", "training", "membership", "start", "strong", "roof", "session",
    "sessions", "home", "works", "workplace", "house", "sports", "massage", "back", "physiotherapy", "weekend", "suite",
    "room", "table", "seat", "seats", "online", "live", "chat", "phone", "mail", "data",
])  # fmt: skip
_NO_DATE = re.compile(
    r"\b(?:finished|bought|since|last|ago|was|were|did|built|graduated|happened|wrote|arrived|left)\b|^it'?s (?:the )?end of\b|\bif (?:it|he|she|they|you)\b|\b(?:demo|visit|meeting|come (?:by|look|over)|appointment)\b|\bcontract ends\b"
)
_SCRAP = re.compile(
    r"(?:the |this |a |in the )?(?:week|month|year|day|end of year|morning|afternoon|evening|weekend|season)"
)
_TURNED_DOWN = re.compile(
    r"^(?:no|not)\b[^.?!]*\btoo (?:much|big|dear|expensive)\b|\b(?:don'?t|do not) (?:need|want) (?:the|an?|any)\b"
)
_SOMEBODY_ELSE = re.compile(r"\b(?:he|she|he's|she's|his|her|lad|friend|mate|neighbou?r)\b")
_COUNTED = "days?|weeks?|months?|years?|hours?|minutes?|mins?|am|pm|people|persons?|of us|kids|children|times|percent"
_SURE = 0.5  # from this chance on a clause tells something else than what was taken from it
_APPOINTMENT = re.compile(r"day\b[^.?!]*\b(?:between|at|after|before) \d")
_CORRECTS = re.compile(
    r"\b(?:sorry|actually|no wait|correction|i mean|i meant|make (?:it|that)|not the|rather|instead)\b"
)
_CORRECTS_ITSELF = re.compile(
    r"\b(?:sorry|actually|no wait|correction|i mean(?:t)?|make (?:it|that)|or rather|instead|say \d+ then)\b|^no[, ]|\. no[, ]|\bnot \d+\b"
)
_A_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}[./]\d{1,2}\b")
_NOT_MINE = re.compile(
    r"\b(?:charged|invoiced?|refund|double|someone|somebody|a friend|told me|quoted|says|do a|does a|costs?|offer(?:ed|s)?|pays?|reader|neighbour|neighbor)\b"
)
_MY_MONEY = re.compile(
    r"\b(?:budget|max(?:imum)?|limit|up to|under|afford|spend|above|not more|have got|we've got|i've got|stay|fund)\b"
)
_REFUSES = re.compile(
    r"\b(?:rather not|not (?:say|saying|tell|telling|give|giving|share|sharing|going to)|won'?t|(?:don'?t|do not) want to (?:say|tell|give|share|talk|answer)|none of your|private|prefer not|no need|why do you|skip|no (?:thanks|e-?mail|phone|calls?))\b|^no\b"
)
_OBJECTS = re.compile(
    r"\b(?:expensive|dear(?:er)?|too (?:much|long|big|complicated|slow|small|high)|a lot\b|pricey|steep|why (?:would|should) (?:i|we)|more than (?:i|we)|cheaper|worse|not (?:sure|convinced)|worried|don'?t trust|doubt|is long|can'?t afford|over (?:my|our) budget|hesitat\w*|teuer|cher\b|caro)\b"
)
_NO_OBJECTION = re.compile(
    r"\b(?:not bad|lovely|great|excellent|marvellous|wonderful|best thing|hard date|deadline|by the \d|nothing above|not a (?:cent|penny) more|go above|max(?:imum)?|budget|limit|our rules|as long as|latest|not tomorrow)\b"
)


def as_said(catalogue: Catalogue, memory: Conversation, lines: Sequence[Line]) -> Conversation:
    """A copy of a memory with the options, objections and facts that the visitor's lines bear out.

    The memory itself where nothing was said in words, as with a lead that was written in by hand.
    """
    if not lines:
        return memory
    said = pairs(lines)
    return replace(
        memory,
        touches=[found for each in memory.touches if (found := touch_as_said(catalogue, each, said))],
        objections=[each for each in memory.objections if is_objection(catalogue, each)],
        facts={name: settled(fact, said) for name, fact in memory.facts.items() if fact_stands(catalogue, fact, lines)},
    )


def touch_as_said(catalogue: Catalogue, touch: OptionTouch, said: Sequence[tuple[str, str]]) -> OptionTouch | None:
    """How an option came up by the visitor's words; None where only the bot named it."""
    if touch.how not in (Touch.CHOSEN, Touch.PRICED, Touch.MENTIONED) or touch.option.startswith("competitor:"):
        return touch
    place = next((place for place, (message, _) in enumerate(said) if message == touch.message), None)
    named = _names(catalogue, touch.option)
    if place is None or named is None:
        return touch
    is_named = any(named.search(folded(text)) for _, text in said)
    if touch.how is Touch.MENTIONED:
        return touch if is_named else None
    if touch.how is Touch.PRICED:
        return _priced(catalogue, touch, said[max(0, place - _NEAR + 1) : place + 1], named)
    if is_chosen(said[place][1], named) or (is_named and _TAKES_IT.search(folded(said[place][1]))):
        return touch
    return replace(touch, how=Touch.MENTIONED) if is_named else None


def _priced(
    catalogue: Catalogue, touch: OptionTouch, near: Sequence[tuple[str, str]], named: re.Pattern[str]
) -> OptionTouch | None:
    """What the price was asked of: the plan where its own name was said, else the product that was."""
    clauses = [folded(each.words) for _, text in near for each in clauses_of(text)]
    if not any(named.search(each) and not _OWNS.search(each) for each in clauses):
        return None
    plan = catalogue.plans.get(touch.option.removeprefix("plan:"))
    own = _pattern(tuple(folded(each) for each in (plan.name, *plan.aliases))) if plan else None
    if plan is None or own is None or plan.product not in catalogue.products:
        return touch
    is_plan = any(own.search(folded(text)) for _, text in near)
    return touch if is_plan else replace(touch, option=f"product:{plan.product}")


def is_chosen(text: str, named: re.Pattern[str]) -> bool:
    """Whether a clause says that they take what it names: not one that asks, tells what they have, or turns it down."""
    for clause in clauses_of(text):
        plain = folded(clause.words)
        found = named.search(plain)
        if found is None or plain.endswith("?") or _ALREADY.search(plain[: found.start()]):
            continue
        if _CHOOSES.search(plain) or len(plain.split()) <= _SHORT + len(found[0].split()):
            return True
    return False


def is_objection(catalogue: Catalogue, words: str) -> bool:
    """Whether words hold something against buying here: no exclamation, deadline, budget or praise, nothing against another."""
    plain = folded(words)
    if not words.strip() or COURTESY.fullmatch(plain):
        return False
    if _OBJECTS.search(plain):
        return not _NO_OBJECTION.search(plain) or "budget" in plain
    rivals = [name for each in catalogue.competitors.values() for name in (each.name, *each.aliases)]
    of_another = any(re.search(rf"\b{re.escape(name.casefold())}\b", plain) for name in rivals)
    return not (of_another or _NO_OBJECTION.search(plain) or re.search(r"\b(?:but|so) (?:there'?s|it'?s) a\b", plain))


def settled(fact: Fact, said: Sequence[tuple[str, str]]) -> Fact:
    """A value that they corrected themselves ("no sorry, 14") is no contradiction any more."""
    text = dict(said).get(fact.evidence.message) if fact.evidence else None
    if fact.status is not FactStatus.CONTRADICTED or text is None or not _CORRECTS_ITSELF.search(folded(text)):
        return fact
    return replace(fact, status=FactStatus.SAID, earlier=None)


def fact_stands(catalogue: Catalogue, fact: Fact, lines: Sequence[Line]) -> bool:
    """Whether the clause that a fact was taken from tells it."""
    if fact.entry is not None:
        return True
    if fact.evidence is None:
        return fact.status is not FactStatus.REFUSED or any(_REFUSES.search(folded(each.text)) for each in lines)
    place = next((at for at, each in enumerate(lines) if each.message == fact.evidence.message), None)
    if place is None:
        return True
    if fact.status is FactStatus.REFUSED:
        return bool(_REFUSES.search(folded(lines[place].text)))
    if fact.value is None:
        return True
    clause = _clause_with(lines[place], fact.evidence.words)
    if fact.name not in _STANDS:
        return fact.name == "team_size" or not _counts_else(fact.evidence.words, clause)
    return _STANDS[fact.name](catalogue, fact, clause, lines[place + 1 :])


def _is_date(catalogue: Catalogue, fact: Fact, clause: Clause, after: Sequence[Line]) -> bool:
    """A day to have it by: not one of the past, not when they may be reached, not a scrap, not one that was corrected since."""
    plain = folded(clause.words)
    text = str(fact.value.get("text", "")) if isinstance(fact.value, Mapping) else str(fact.value)
    if (
        _SCRAP.fullmatch(folded(text).strip())
        or _NO_DATE.search(plain)
        or _NO_DATE.search(folded(clause.sentence)[:40])
    ):
        return False
    if clause.chance(Says.REACH, Says.MEETING, Says.CALL) >= _SURE or _APPOINTMENT.search(folded(clause.sentence)):
        return False
    later = (each for line in after for each in line.clauses)
    return not any(
        _CORRECTS.search(said := folded(each.sentence)) and (_A_DAY.search(said) or each.chance(Says.DEADLINE) >= _SURE)
        for each in later
    )


def _is_used(catalogue: Catalogue, fact: Fact, clause: Clause, after: Sequence[Line]) -> bool:
    """What they use today: not what another only offers, not what they have of ours."""
    plain, value = folded(clause.words), folded(str(fact.value))
    has = HAS.search(plain)
    ours = [folded(name) for each in catalogue.products.values() for name in (each.name, *each.aliases)]
    if (has and has["customer"]) or any(value == name for name in ours):
        return False
    return not (
        clause.chance(Says.RIVAL) >= _SURE
        or re.search(rf"\b(?:rather|go to|someone|friend|neighbour)\b[^.?!]*{re.escape(value)}", plain)
    )


def _is_budget(catalogue: Catalogue, fact: Fact, clause: Clause, after: Sequence[Line]) -> bool:
    """What they would spend: not what they were charged, nor what another asks."""
    plain = folded(clause.words)
    rivals = [folded(name) for each in catalogue.competitors.values() for name in (each.name, *each.aliases)]
    of_another = _NOT_MINE.search(folded(clause.sentence)) or any(name in plain for name in rivals)
    of_another = of_another or clause.chance(Says.ASKS) >= _SURE
    return not of_another or bool(_MY_MONEY.search(plain))


def _is_name(catalogue: Catalogue, fact: Fact, clause: Clause, after: Sequence[Line]) -> bool:
    """A name is no courtesy: "Cheerio" says goodbye."""
    return not COURTESY.fullmatch(folded(str(fact.value)))


def _is_sought(catalogue: Catalogue, fact: Fact, clause: Clause, after: Sequence[Line]) -> bool:
    """A kind of thing that they look for: not one that they turn down."""
    return not _TURNED_DOWN.search(folded(clause.sentence))


def _is_of_them(catalogue: Catalogue, fact: Fact, clause: Clause, after: Sequence[Line]) -> bool:
    """A kind of customer is told of themselves: not of a friend, and in words."""
    words = fact.evidence.words if fact.evidence else ""
    return bool(words) and not _SOMEBODY_ELSE.search(folded(clause.words))


def _counts_else(words: str, clause: Clause) -> bool:
    """Whether a bare number that a measure was taken from counts days, people or the like."""
    number = words.strip()
    return number.isdigit() and bool(re.search(rf"(?<![\d.,]){number} ?(?:{_COUNTED})\b", folded(clause.words)))


_STANDS = {
    "customer_kind": _is_of_them,
    "contact_name": _is_name,
    "category": _is_sought,
    "timeline": _is_date,
    "current_solution": _is_used,
    "budget": _is_budget,
}


def _clause_with(line: Line, words: str) -> Clause:
    """The clause of a message in which these words stand; the whole message where they go over several."""
    wanted = folded(words)
    return next((each for each in line.clauses if wanted in folded(each.words)), Clause(line.text, line.text))


@lru_cache(maxsize=2048)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    found = sorted({re.escape(form) for form in forms if len(form) > 2}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})s?(?!\w)") if found else None


def _names(catalogue: Catalogue, option: str) -> re.Pattern[str] | None:
    """Every way to name an option: its name and aliases, and the words of its name that name nothing else; None for another's."""
    kind, _, option_id = option.partition(":")
    plan = catalogue.plans.get(option_id) if kind == "plan" else None
    product = catalogue.products.get(plan.product if plan else option_id)
    if plan is None and product is None:
        return None
    forms = [] if plan is None else [plan.name, *plan.aliases, plan_name(catalogue, plan) if product else plan.name]
    forms += [] if product is None else [product.name, *product.aliases]
    words = [word for form in forms for word in folded(form).split() if len(word) > 3 and word not in _GENERIC]
    return _pattern(tuple(dict.fromkeys((*map(folded, forms), *words))))
