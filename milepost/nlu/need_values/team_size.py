"""How many people will use it, or are in the team."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.numbers import Quantity, bounded
from milepost.nlu.need_values.text import before, clause_after, clause_before

_PLACE = (
    r"team|company|companies|business|bussiness|shop|startup|start-?up|agency|firm|office|crew|studio|"
    r"department|dept|organi[sz]ation|org|practice|practise|clinic|ngo|operation|outfit|group|family|"
    r"household|show|staff|salon|workshop|band|squad|charity|school|restaurant|setup|unit|enterprise|sme|smb"
)
_NOUN = (
    r"people'?s?|poeple|peopel|pepole|ppl|peeps|persons?|pers|pax|users?|usrs?|seats?|agents?|employees?|"
    r"employes?|emps?|staff(?:ers|s)?|members of (?:staff|the team)|"
    r"reps?|colleagues?|collegues?|co-?workers?|workers?|team ?members?|team-?mates?|staff members?|"
    r"crew(?: members?)?|family members?|devs?|developers?|programmers?|engineers?|designers?|"
    r"technicians?|techs|nurses?|therapists?|physios?|doctors?|dentists?|teachers?|trainers?|drivers?|"
    r"sales ?(?:men|people|persons?|folks?)|folks?|guys|lads|"
    r"heads?(?! ?phones?)|headcount|fte'?s?|licen[cs]es?|logins?|operators?|managers?|consultants?|"
    r"advisors?|advisers?|contractors?|freelancers?|accountants?|bookkeepers?|lawyers?|attorneys?|"
    r"partners?|associates?|founders?|co-?founders?|editors?|writers?|analysts?|admins?|receptionists?|"
    r"stylists?|recruiters?|researchers?|directors?|supervisors?|volunteers?|interns?|"
    r"marketers?|musicians?|instructors?|coaches|carers?|caregivers?|cleaners?|chefs?|cooks?|waiters?|waitresses|guards|mechanics?|installers?|couriers?|ladies|gentlemen|housemates?|flatmates?|roommates?|"
    r"adults?|kids?|children|pupils?|participants?|attendees?|of (?:us|them|my (?:team|colleagues|staff))|"
    r"personas|usuarios|empleados|leute|personen|mitarbeiter(?:innen)?|nutzer|personnes|utilisateurs|"
    r"employés|pessoas|usuários|funcionários"
)
_MODIFIER = (
    r"(?!(?:per|for|of|to|from|by|in|on|and|or|with|the|is|are|who|that|more|additional|extra|new|other|times|"
    r"days?|weeks?|months?|years?|hours?|minutes?|mins?|hrs?|k|at|each|emails?|tickets?|calls?|orders?|"
    r"customers?|clients?|items?|gb|tb|a|an)[\s-])[a-z][a-z/'-]{1,14}[\s-]"
)
_PEOPLE = re.compile(rf"\s?-?\s*(?:{_MODIFIER}){{0,2}}?(?P<noun>{_NOUN})(?![a-z])")
_MAN_TEAM = re.compile(
    r"[\s-]*(?:man|person|people|member|woman|head|seat|strong|user|"
    rf"employee)s?[\s-]+(?:\w+[\s-]){{0,2}}?(?:{_PLACE})(?![a-z])|[\s-]*strong(?: team)?(?![a-z])"
)
_TEAM_OF = re.compile(
    rf"(?:(?:{_PLACE}|squad|party)s? (?:of|with)|head ?count (?:is|of|:|=)|headcount|team size(?: is| of|:|"
    r" =)?|there(?:'s| is| are|'re|s| will be| would be)|theres|(?:plan|subscription|membership|package|"
    r"account|licen[cs]e|contract) for|we(?:'re| are|r| have| got|'ve got|'d be| would be|'ll be|"
    rf" will be)(?: currently| now| only| just| about| around){{0,2}}|"
    r"(?:is|are|only|just) us|employs?|employing|number of (?:users|people|employees|seats|staff|agents|"
    r"licen[cs]es)(?: is| =|:| would be)?|"
    r"(?:users|seats|employees|staff|people|agents|licen[cs]es|licences needed|team|staff size|company size)\s?[:=]|"
    r"(?:team|us|staff|we) (?:is|are)(?: only| just| currently| now)?)\s*$"
)
_WHOLE_TEAM = re.compile(
    r"(?:,?\s*(?:of us|in (?:total|all|our|the|my)|on (?:the|our|my) team|altogether|all together|overall|"
    r"strong|right now|currently|now|at the moment|at the start|at first|to start(?: with)?|initially|for now|"
    r"here|full[- ]time|with (?:unlimited|shared|lots))(?![a-z])|\s*(?:$|[.,!?;)]|and (?:growing|counting|we)|"
    r"but |so ))"
)
_ONLY_US_AFTER = re.compile(
    r"\s*(?:of us|in (?:our|the|my) (?:\w+ )?(?:team|office|company|department|group)|on (?:the|our|my) team|"
    r"in total on the team)(?![a-z])"
)
_THINGS = re.compile(
    r"(?:[\s-]+(?:tent|table|sofa|couch|car|cars|suv|suvs|vehicle|van|hot tub|sauna|dining|dinner set|"
    r"kayak|boat|bike|bench|room|bedroom|villa|apartment|pot|job|hours?|interface|manual|guide|"
    r"portions?|belts?|covers?|cushions?|cooler|air mattress|cabin|swing|bed|swag|canoe|raft|lift|"
    r"elevator|theater|theatre|cinema|stadium|venue))(?![a-z])"
)
_NOT_OURS = re.compile(
    r"(?:(?:serves?|serving|customers?|clients?|followers|visitors|subscribers|audience|(?:my|our) (?:old|"
    r"last|previous|former|ex)|used to (?:be|have|work)|(?:they|he|she) (?:have|has|had|are|employs?)|"
    r"(?:laid off|fired|lost|hired|hiring|interviewed|met|told|asked|invited?|referr?ed|recommended|"
    r"recommending|convinced|how many|know|seen|heard (?:from|of)|talked to|spoke (?:to|with)|"
    r"spoken (?:to|with)|contacted|transferred to|transferred between)|"
    r"app has|site has|website has|platform has|apps? with|add|adding|remove|removing|drop|dropping|"
    r"another|extra|additional|for every|out of|top|full with|full of|crowd of|same|these|"
    r"those)) (?:[\w']+ ){0,2}?$"
)
_NOT_OURS_AFTER = re.compile(
    r"\s*(?:(?:have |has |had |already |all |also |both )?(?:told|said|recommended|asked|asks|complained|"
    r"liked|reviewed|waiting|ahead|came|visit(?:ed)?|responded|replied|transferred|helped|agreed|"
    r"signed up|hung up|left me|never|couldn'?t|didn'?t|promised|kept|bought|join(?:ed)?|attend(?:ed)?|come|viewed|love|loved|in (?:the )?queue|in front)|"
    r"(?:per|a|each|every) (?:day|week|month|year|hour)|(?:monthly|daily)|(?:an?|per) (?:room|table|car|"
    r"session|class)|working (?:for|at) (?:you|your)|each(?! month| year))(?![a-z])"
)
_WILL_USE = re.compile(
    r"(?:max |tops |of (?:them|us) |in total )?(?:who |that )?(?:will|would|need(?:s|ing)?|actually|who|that|"
    r"to|are going to|gonna|should|must|can)? ?(?:be )?(?:us(?:e|ing)|access|work(?:ing)? with|log ?in|on it)"
)
_ALONE = re.compile(
    r"(?<![a-z])(?:(?:it'?s |its |it is |is |there'?s |for )?(?:just|only) (?:for )?(?:me|myself|1 user|"
    r"one user|one person)(?! and)(?! (?:or|a|the|an|some|to|know|if|your|when|how|what|about|that|more|"
    r"wondering|via|by|at|in|over)\b)|for myself(?: only)?(?! and)|single user|i work (?:alone|solo|"
    r"by myself|on my own)|"
    r"(?:i'?m|i am|im) (?:the only one|alone|a solo \w+|solo|a one[ -](?:man|woman|person) (?:show|band|"
    r"business|shop|company)|(?:working )?(?:on my own|by myself))|one[ -](?:man|woman|person) (?:show|"
    r"band|business|shop|company|operation)|solo ?preneur|sole (?:trader|proprietor)|myself only|me only|"
    r"me alone)(?![a-z])"
)
_PAIR = re.compile(
    r"(?<![a-z])(?:me (?:and|&|plus|\+|n) (?:my )?(?:wife|husband|partner|business partner|co-?founder|"
    r"colleague|brother|sister|girlfriend|boyfriend|fianc[eé]e?|assistant|son|daughter|mother|mom|mum|dad|"
    r"father|friend|boss|roommate|flatmate)"
    r"|my (?:wife|husband|partner|business partner|co-?founder|colleague|brother|sister|girlfriend|"
    r"boyfriend|fianc[eé]e?) (?:and|&|n) (?:me|i|myself)|(?:both|the two) of us|"
    r"us two)(?![a-z])(?! (?:and|plus|\+|&) )"
)
ME_PLUS = re.compile(r"(?<![a-z])(?:just |only )?(?:me|myself)(?:,)? (?:and|&|plus|\+|with) (?:my )?$")
_USERS_AFTER = re.compile(
    r"\s+(?:of (?:them|us|those|these|whom|which) )?(?:will|would|need|are going to|gonna|"
    r"should) (?:actually )?(?:be )?(?:us(?:e|ing)|access|need(?:ing)? (?:it|access)|"
    r"work(?:ing)? with)(?![a-z])|\s+(?:of (?:them|us|those|these) )?(?:actually |really )?needs? (?:it|this|"
    r"access|an? (?:seat|licen[cs]e|login|account))(?![a-z])"
)
_MEASURE = re.compile(
    r"\s?-?(?:years?|yrs?|months?|weeks?|days?|hours?|minutes?|min|%|percent|k|m|km|gb|kg|cm|am|pm|locations?|"
    r"sites?|offices?|stores?|shops?|branches|companies|products?|items?|things|reasons|questions?)(?![a-z])"
)
_PLACE_BEFORE = re.compile(
    r"(?:table|tent|sofa|couch|room|villa|set|reservation|dinner|lunch|car|pot|hot tub|boat|apartment|cabin|"
    r"tickets?|book(?:ing)?|meal|cooker|kayak)s? (?:for|that (?:fits|seats|sleeps)|seating|sleeping|to (?:fit|"
    r"seat|sleep)) (?:up to |about |around |at least )?$"
)
_SEATING = re.compile(
    r"(?<![a-z])(?:tables?|hotel|room|uber|taxi|cab|reserv\w+|flights?|tickets?|restaurant|dinner|lunch|"
    r"recipe|serves?)(?![a-z])[^.!?;]{0,60}$"
)
_IN_ALL = re.compile(r"\s+(?:in total|altogether|all together|in all)(?![a-z])")
_OF_A_TEAM = re.compile(r"\s+members(?![a-z])")
_TEAM_TALK = re.compile(
    r"(?<![a-z])(?:teams?|crew|squad|staff|department|group|friends|family|people|colleagues|us|we)(?![a-z])"
)
_FRIENDS = re.compile(
    r"\s+(?:others?|more|guys|(?:other )?(?:friends|mates|buddies|siblings|brothers|sisters|kids|children|"
    r"people|colleagues))(?![a-z])"
)
_TRADES = re.compile(
    r"\s(?:[a-z]+ )?(?:hair ?dressers?|barbers?|stylists?|plumbers?|electricians?|tutors?|groomers?|photographers?|bakers?|"
    r"baristas|carpenters?|roofers?|painters?|gardeners?|surveyors?|vets?|midwives|pilots?|translators?|beauticians?)(?![a-z])"
)
_WE_HAVE = re.compile(
    r"(?<![a-z])(?:we(?: are|'re| have|'ve got| employ)|employing|team of|with)(?: about| around| only)?\s*$"
)
_ALONE_AFTER = re.compile(r"\s*(?:$|[.,!?;])")
_AND_ONE = re.compile(
    r"\s*(?:and|\+|plus|&) (?:an?|one) (?:part[- ]time )?(?:assistant|apprentice|trainee|intern|receptionist|"
    r"secretary|manager|boss|helper|bookkeeper|admin|freelancer|part[- ]timer|student)(?![a-z])"
)
_VEHICLE = re.compile(
    r"(?<![a-z])(?:cars?|suvs?|vans?|vehicles?|minivan|sofas?|couch|tables?|trunk|bikes?|boat)(?![a-z])"
)
_CHILDREN_ONLY = re.compile(r"\S+ (?:\w+ )?(?:kids?|children)")
# All of them: what is named after a comma is some of these ("12 people, two vegetarians").
_EVERYBODY = re.compile(r"(?:people|persons|guests|participants|attendees|pax|of us)\s*$")
_SUM_JOIN = re.compile(r"\s*(?:,|and|&|\+|plus|, and|, plus|as well as)\s*(?:about |around )?")


def value_of(quantity: Quantity) -> Any:
    """A quantity in the normal form of a team size."""
    if quantity.is_range:
        return {"min": int(quantity.low), "max": int(quantity.high)}
    if quantity.bound in ("min", "max"):
        return {quantity.bound: int(quantity.low)}
    return int(quantity.low)


def team_sizes(text: str, numbers: list[Quantity]) -> list[Finding]:
    """What a folded text says about the number of people; the surest finding first."""
    found: list[tuple[int, Finding, Quantity]] = []
    for number in numbers:
        if number.currency or not 1 <= number.high <= 500_000 or number.low != number.low.to_integral_value():
            continue
        if (reading := _reading(text, number)) is not None:
            found.append((reading[0], _finding(reading[1]), reading[1]))
    found = [
        entry for entry in _summed(text, found) if not _CHILDREN_ONLY.fullmatch(text, entry[1].start, entry[1].end)
    ]
    if not found:
        return _without_number(text)
    ranked = sorted(found, key=lambda entry: -entry[0])
    return [entry[1] for entry in ranked]


def _reading(text: str, number: Quantity) -> tuple[int, Quantity] | None:
    """The quantity with its noun, and how sure it is (3: will use it), or None where it counts something else."""
    plus = before(text, number.start, ME_PLUS)
    if plus and (friends := _FRIENDS.match(text, number.core_end)):
        return 2, _plus_me(replace(number, end=friends.end()), plus)
    if number.money:
        return None
    count = _IN_ALL.match(text, number.core_end) or _OF_A_TEAM.match(text, number.end)
    if count and _TEAM_TALK.search(clause_before(text, number.start, 36)):
        return 2, replace(number, end=count.end())
    if (users := _USERS_AFTER.match(text, number.core_end)) and not _past(text, number.start):
        return 3, replace(number, end=users.end())
    for pattern in (_MAN_TEAM, _PEOPLE, _ONLY_US_AFTER):
        if match := pattern.match(text, number.end):
            return _counted(text, number, match, plus)
    if (trade := _TRADES.match(text, number.core_end)) and before(text, number.start, _WE_HAVE):
        return 2, replace(number, end=trade.end())
    if plus and _ALONE_AFTER.match(text, number.core_end):
        return 2, _plus_me(number, plus)
    return None if number.scaled else _led(text, number)


def _counted(
    text: str, number: Quantity, noun: re.Match[str], plus: re.Match[str] | None
) -> tuple[int, Quantity] | None:
    """The number of the people named behind it, unless they sit in a thing or are somebody else's."""
    end = noun.end()
    if noun.re is _PEOPLE and noun["noun"].startswith("seat") and _VEHICLE.search(text):
        return None
    if _THINGS.match(text, end) or before(text, number.start, _PLACE_BEFORE) or _seats_guests(text, number.start):
        return None
    # "3 of them": goods as often as people
    if text[:end].endswith("of them") and "who" not in text[end : end + 6]:
        return None
    uses = _sure_use(text, end)
    if _disowned(text, number.start, end) and not uses:
        return None
    if one := _AND_ONE.match(text, end):
        return 2, replace(number, low=number.low + 1, high=number.high + 1, end=one.end())
    widened = bounded(text, replace(number, end=max(end, number.end)), after=end)
    return (3 if uses else 2), _plus_me(widened, plus)


def _led(text: str, number: Quantity) -> tuple[int, Quantity] | None:
    """ "team of 7", "we are 14": people by the words before the number."""
    lead = before(text, number.start, _TEAM_OF)
    if lead is None or _past(text, number.start):
        return None
    of = " of" in lead[0] and not _MEASURE.match(text, number.core_end)
    if not of and not _WHOLE_TEAM.match(text, number.end):
        return None
    return 2, replace(number, start=lead.start() if "of" in lead[0] else number.start)


def _seats_guests(text: str, start: int) -> bool:
    """A table, room or ride for so many people."""
    return bool(_SEATING.search(clause_before(text, start, 80))) and bool(
        re.search(r"(?:for|of|with|hold|fit|seat)\s*(?:about |up to )?$", text[max(0, start - 16) : start])
    )


def _plus_me(number: Quantity, plus: re.Match[str] | None) -> Quantity:
    return replace(number, low=number.low + 1, high=number.high + 1, start=plus.start()) if plus else number


def _disowned(text: str, start: int, noun_end: int) -> bool:
    return bool(
        _NOT_OURS.search(clause_before(text, start, 40)) or _NOT_OURS_AFTER.match(text, noun_end) or _past(text, start)
    )


def _past(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"(?:(?:we|i|there) (?:had|were|was)|(?:quote|offer|plan|price|invoice|"
            r"contract) was(?: for)?)(?: about| only)?\s*$|used to (?:be|have)\s*(?:\w+ )?$|ago\W+$",
            clause_before(text, start, 24),
        )
    )


def _sure_use(text: str, noun_end: int) -> bool:
    return bool(_WILL_USE.match(clause_after(text, noun_end, 40).lstrip()))


def _finding(number: Quantity) -> Finding:
    return Finding("team_size", value_of(number), number.start, number.end, approx=number.bound == "approx")


def _summed(text: str, found: list[tuple[int, Finding, Quantity]]) -> list[tuple[int, Finding, Quantity]]:
    """ "8 agents and 3 managers" as 11."""
    total: list[tuple[int, Finding, Quantity]] = []
    for entry in found:
        last = total[-1] if total else None
        if (
            last
            and last[0] == entry[0]
            and isinstance(last[1].value, int)
            and isinstance(entry[1].value, int)
            and _SUM_JOIN.fullmatch(text, last[2].end, entry[2].start)
        ):
            if text[last[2].end : entry[2].start].strip() == "," and _EVERYBODY.search(text[: last[2].end]):
                continue
            both = replace(last[2], low=last[2].low + entry[2].low, high=last[2].high + entry[2].high, end=entry[2].end)
            total[-1] = (max(last[0], entry[0]), _finding(both), both)
        else:
            total.append(entry)
    return total


def _without_number(text: str) -> list[Finding]:
    if match := _PAIR.search(text):
        return [Finding("team_size", 2, *match.span())]
    if match := _ALONE.search(text):
        return [Finding("team_size", 1, *match.span())]
    return []
