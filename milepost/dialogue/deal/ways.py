"""On which ways a visitor wants to be reached and on which not: "don't call, mail only"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from milepost.dialogue.deal.clauses import Clause, clauses_of, folded
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.times import when_in
from milepost.dialogue.deal.words.times import DAYS, MONTHS, WEEKDAYS
from milepost.dialogue.deal.words.wishes import GOODS_SPEAK

CALL, MAIL = "call", "mail"

_PHONE = r"(?:phone|phoning|telephone|calls?|calling|ringing|rings?)"
_WRITTEN = r"(?:e-?mails?|mail|in writing|writing|text|messages?|post|letter)"
_END = (
    r"(?=\s*(?:please|pls|plz|thanks|thank you|thx|only|at all|ever|any ?more|just|for now|on this number|[.,;:!?)]|$))"
)
_NO_CALLS = re.compile(
    r"\b(?:don't|dont|do not|never|not to|please not|rather you didn't|no need to|nobody (?:should|must|has to|needs to)|stop|quit)\W+(?:you |they |anyone |even |ever |you dare |bother (?:to )?|try to |please )*(?:call|ring|phone|calling|ringing|phoning|telephone)(?: (?:me|us|my|our|her|him)\b|" + _END + ")"
    r"|\b(?:no|without|not a|not by|not per|not over the|not on the|not via) (?:more |further |any |sales |tele)?(?:phone ?|cold |sales )?" + _PHONE + _END +
    rf"|\b{_WRITTEN} only\b|\bonly (?:by|via|per|over|through|use) (?:the )?{_WRITTEN}\b|\b(?:by|via) {_WRITTEN}(?: and)? (?:only|not (?:by )?{_PHONE})"
    rf"|\b(?:prefer|rather have|stick to|keep it to) (?:an? |to get an? |it )?(?:by |via |in )?{_WRITTEN}(?: please)?(?: (?:to|over|than|rather than|instead of|not) (?:an? |the )?(?:phone )?{_PHONE})"
    rf"|\b(?:i|we)(?:'d| would)? (?:rather not|don't (?:want|like)(?: to)?|hate(?: to)?|can't|cannot) (?:be (?:called|phoned|rung)|(?:talk|speak)(?:ing)? (?:on|over) the phone|(?:a |any |to get a )?(?:phone )?calls?\b{_END}|take (?:phone )?calls)"
    r"|\bnobody calls (?:me|us)\b|\b(?:a )?(?:phone )?calls? (?:is |are )?not (?:needed|necessary|wanted)\b|\btext(?:s|ing)?,? (?:me,? )?(?:not|don't|rather than|instead of)(?: a)? call"
    r"|\b(?:nicht|bitte nicht) (?:an(?:zu)?rufen|telefonisch)|\bkeine? (?:telefon)?anrufe?\b|\bruf(?:t|en sie)? (?:mich|uns) (?:bitte )?nicht\b|\bnur (?:per|via) (?:e-?mail|mail)\b|\bnur schriftlich\b"
    r"|\b(?:pas d'appels?|ne (?:m'|nous )appelez pas|(?:par (?:e-?mail|mail|courriel|écrit)) (?:uniquement|seulement)|uniquement par (?:e-?mail|mail|courriel|écrit))"
    r"|\bno (?:me|nos) llamen?\b|\b(?:sin|nada de) llamadas\b|\bs[oó]lo (?:por|vía) (?:correo|e-?mail|mail|escrito)"
    r"|\bnão (?:me|nos) lig(?:ue|uem)\b|\bsem (?:ligações|chamadas)\b|\b(?:só|somente|apenas) por (?:e-?mail|escrito)"
)  # fmt: skip
_NO_MAIL = re.compile(
    r"\b(?:don't|dont|do not|never|stop|quit)\W+(?:ever |please )*(?:e-?mail|mail|write|spam|e-?mailing|mailing|writing|spamming)(?:ing)?(?: to)? (?:me|us)\b"
    r"|\b(?:no|without|stop (?:the|your|all)?|unsubscribe\w*(?: me)?(?: from)?) ?(?:more |further |any |the |your |all )*(?:e-?mails?|mails|newsletters?|mailings?)" + _END +
    r"|\b(?:phone|calls?|telephone) only\b|\bonly (?:by|via|per) (?:phone|telephone)\b|\bkeine (?:e-?mails?|mails|newsletter)\b"
    r"|\b(?:pas d'e-?mails?|no (?:me|nos) (?:escriban|manden (?:correos|e-?mails))|não (?:me|nos) (?:mand|envi)em e-?mails?)"
)  # fmt: skip
_NEITHER = re.compile(
    r"\b(?:don't|dont|do not|never|stop)\W+(?:call|ring|phone|mail|e-?mail|text|write)(?:ing)?(?: to)?(?: me| us)? (?:or|and|nor) (?:call|ring|phone|mail|e-?mail|text|write)"
    r"|\bno (?:calls|phone calls) (?:or|and|nor|no) (?:e-?mails?|mails?)\b"
)
_MAIL_IS_FINE = re.compile(
    rf"\b{_WRITTEN}(?: is| would be| works| will do|'s)? (?:fine|ok|okay|best|better|good|works|only|great|preferred|please)\b|\b(?:by|via|per|in|only) {_WRITTEN}\b|\b(?:just|please|rather|but) (?:e-?mail|mail|write|text)\b"
)


# A question about goods, and what the visitor's own firm does, is no wish of theirs.
_OF_GOODS = re.compile(
    r"(?:is|are|does|do|did|(?:what|how|which|where)(?:'?s)?|we (?:take|do|offer|get|give|handle|answer|have))\b(?!n't| not)"
)


# A ban is a ban from this chance on by what was read, or from the lesser one where set words say so too.
_BANS_FROM, _BORNE_OUT = 0.8, 0.25
_SOME_BAN = re.compile(r"\b(?:no|not|don'?t|do not|never)\b[^.?!]{0,12}\b(?:calls?|ring|phone|e-?mails?|mail)\b")
_AN_HOUR = re.compile(
    r"\b(?:before|after|between|until|till|from|at|past|around) (?:half )?\d|\b(?:in the|at|this|these|by) (?:mornings?|afternoons?|evenings?|night)\b"
)


def unwanted_ways(text: str, clauses: Sequence[Clause] | None = None) -> tuple[str, ...]:
    """The ways on which a message says that nobody shall come: "mail", "call"; none where it says nothing of them. `clauses` are
    those of the message as they were read; set words that none of them bears out are no ban."""
    said = [each for each in clauses or clauses_of(text) if not _OF_GOODS.match(folded(each.words))]
    said = [each for each in said if not _is_no_ban(folded(each.words))]
    whole = " . ".join(folded(each.words) for each in said)
    both = bool(_NEITHER.search(whole))
    no_mail = (both or bool(_NO_MAIL.search(whole))) and not _MAIL_IS_FINE.search(whole)
    no_calls = both or bool(_NO_CALLS.search(whole))
    found = ((MAIL, Says.NO_MAIL, no_mail or both), (CALL, Says.NO_CALLS, no_calls))
    return tuple(way for way, label, cue in found if _is_banned(label, said, cue=cue))


def _is_no_ban(plain: str) -> bool:
    """Whether a clause is about some day or hour ("no calls on Wednesdays" forbids no calls), or tells what others do."""
    return names_a_time(plain) or bool(GOODS_SPEAK.search(plain))


def names_a_time(words: str) -> bool:
    """Whether words name some day of the week or hour."""
    return bool(_AN_HOUR.search(folded(words)) or WEEKDAYS.search(folded(words)))


def forbids_nothing(text: str) -> bool:
    """Whether the words of a ban in a message forbid nothing: for some day or hour only ("no calls on Wednesdays"), or of what others
    do ("our clients never call us")."""
    said = [folded(each.words) for each in clauses_of(text)]
    bans = [each for each in said if _SOME_BAN.search(each) or _NO_CALLS.search(each) or _NO_MAIL.search(each)]
    return bool(bans) and all(map(_is_no_ban, bans))


def _is_banned(label: Says, clauses: Sequence[Clause], *, cue: bool) -> bool:
    read = [each for each in clauses if each.is_read]
    if not read:
        return cue
    chance = max(each.chance(label) for each in read)
    # "don't call, write" may be read as either; both are bans
    either = max(each.chance(Says.NO_CALLS, Says.NO_MAIL) for each in read)
    return chance >= _BANS_FROM or (cue and either >= _BORNE_OUT)


# "nothing before Monday", "from Wednesday": the time after these is when it begins.
_BEGINS = re.compile(
    r"\b(?:(?:nothing|not|never|only) (?:before|until|till)|from|as of|after|ab|à partir de|a partir de)\b"
)
_NOT_ON = re.compile(r"\b(?:not|never|except|no|nicht)\b[^.?!,;]{0,12}$")
_NO_REACH = re.compile(r"\b(?:start|begin|need|arriv\w*|deliver\w*|next week)\b")
_AWAY = re.compile(r"\b(?:i don'?t work|i'?m (?:off|away)|can'?t|no good)\b")


def reach_from(lines: Iterable[str], now: datetime) -> datetime | None:
    """From when they may be reached, by the last of their own lines that names a day; `now` is on their clock when they wrote."""
    found: datetime | None = None
    for words in (each.words for line in lines for each in clauses_of(line)):
        plain = folded(words)
        if _NO_REACH.search(plain):
            continue
        begins = _BEGINS.search(plain)
        after = when_in(words[begins.end() :], now) if begins and _has_day(plain[begins.end() :]) else None
        if after is not None:
            found = after.due.replace(hour=9, minute=0)
            continue
        named = when_in(words, now) if _has_day(plain) else None
        if named is None:
            continue
        place = plain.find(folded(named.words))
        turned = _NOT_ON.search(plain[:place]) or _AWAY.search(plain)
        if re.search(r"\w+days\b", folded(named.words)):
            continue
        found = (named.due + timedelta(days=1)).replace(hour=9, minute=0) if turned else named.due
    return found


def days_off(lines: Iterable[str]) -> frozenset[int]:
    """The days of the week on which they are never to be reached, Monday being 0: "not Wednesdays", "Thursdays I don't work"."""
    names = ("mo", "tu", "we", "th", "fr", "sa", "su")
    found = set()
    for plain in map(folded, lines):
        for day in WEEKDAYS.finditer(plain):
            turned = _NOT_ON.search(plain[: day.start()]) or _AWAY.search(plain[day.end() :][:24])
            if turned and day[0].endswith("s") and not day["by"]:
                found |= {place for place, name in enumerate(names) if day[name]}
    return frozenset(found)


def _has_day(plain: str) -> bool:
    return bool(WEEKDAYS.search(plain) or MONTHS.search(plain) or any(pattern.search(plain) for pattern, _ in DAYS))
