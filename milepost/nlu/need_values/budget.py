"""What the visitor is ready to spend; not what something costs, was charged or is worth."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from milepost.nlu.need_values.budget_keys import completed
from milepost.nlu.need_values.currencies import PER_HEAD, PERIOD
from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.numbers import Quantity, bounded, whole
from milepost.nlu.need_values.text import clause_after, clause_before

_CUE = re.compile(
    r"(?<![a-z])(?:budg\w*|buget\w*|bugdet\w*|spend(?:ing)?|spent max|afford|price ?(?:range|point|limit|"
    r"bracket|cap|ceiling)s?|price (?:is|of|around|about|under|below|up|between|max|less)|"
    r"(?:willing|want|like|able|ready|prepared|happy|hoping|looking|trying|need|prefer|expect(?:ing)?|"
    r"not going|planning|wanna|going) (?:to )?(?:only )?(?:pay|invest|put|part with|shell out|go|stay|"
    r"keep|fork)|"
    r"(?:can|could|would|will|i'?d|we'?d|won'?t|don'?t want to|not|wouldn'?t) (?:only )?(?:pay|do|go|"
    r"stretch|manage|invest|part with)|"
    r"(?:set|put|saved|setting|putting) (?:aside|up|by)|allocated|earmarked|approved|allowance|cost(?:s|"
    r"ing)? (?:me |us )?(?:no|not|less|under|below|at most|max|up to|around|about|more than)|"
    r"max(?:imum)? (?:price|cost|spend)|"
    r"(?:shouldn'?t|should not|mustn'?t|must not|can'?t|cannot|should|must|has to|have to) (?:cost|be|"
    r"exceed)|have (?:about |around |only |up to |roughly |just |max )?(?:to spend|$)|"
    r"to spend|price under|for (?:less|under|around|about|max|up to|no more)|(?:keep|keeping|stay|"
    r"staying) (?:it |this |things |everything )?(?:under|below|within|around)|we have|i have|i'?ve got|"
    r"we'?ve got|ive got|got (?:about|around|only)|"
    r"something (?:for|around|under|about|in the)|cheaper than|presupuesto|limit(?: is| of)?|ballpark|"
    r"funds?|funding|pay (?:up to|max|at most|around|about|no more)|within|looking (?:at|for|to)|"
    r"need (?:a|an|some)|want (?:a|an|some)|searching for|after (?:a|an|some)|buy)(?![a-z])"
)
_STRONG_CUE = re.compile(
    r"(?<![a-z])(?:budg\w*|buget\w*|bugdet\w*|spend(?:ing)?|afford|price ?(?:range|point|limit|bracket|"
    r"cap|ceiling)s?|willing to (?:pay|go|invest|spend)|(?:set|put|saved|setting|putting) (?:aside|by)|"
    r"allocated|earmarked|(?:approved|authori[sz]ed|signed off(?: on)?|granted|gave (?:me|us))|"
    r"presupuesto|(?:my|our|the) limit|max(?:imum)? (?:price|cost|spend)|prepared to (?:pay|go|spend)|"
    r"happy to (?:pay|spend)|to spend)(?![a-z])"
)
_CUE_AFTER = re.compile(
    r"\s*(?:in mind|to (?:burn|spare))(?![a-z])|\s*(?:is |would be |'s )(?:about |pretty much )?(?:the (?:most|max\w*|limit)|as (?:much|high) as|"
    r"what|all) (?:i|we|id)|\s*(?:is |was |would be |'s |as |for |to |of |in )?(?:(?:my|our|the|a|an|total|"
    r"overall|max\w*|annual|yearly|monthly|rough|approx\w*|about|kind of|sort of|hard|strict|"
    r"fixed) ){0,3}?(?:budg\w*|buget|to spend|limit|(?:price )?range|to (?:play|work) with|price ?point|"
    r"max(?:imum)?|cap|ceiling|available|(?:set|put) (?:aside|by)|saved)(?![a-z])"
)
_PRICE_TALK = re.compile(
    r"(?<![a-z])(?:charg(?:e|ed|es|ing)|billed|bill(?: was| of| for)?|invoiced?|paid|paying(?! up| max|"
    r" around| about| no)|overcharged|refund(?:ed)?(?: of| me| for)?|(?:currently|now|already|they|he|she|"
    r"competitors?|previously|used to) (?:pays?|spend(?:ing)?|charges?|costs?)|"
    r"(?:we|i) (?:currently |now )?pay(?! up| max| around $)|pay(?:ing)? (?:currently|now|them)|(?:it|"
    r"that|this|which|plan|one|they|he|she|price|subscription|\w+s) (?:costs?|was|were|went|is|are|sells?|"
    r"charges?)(?: only| about| around| like| just| really| already| at| now| for| from| to| listed)*|"
    r"costs?(?: me| us)?|priced at|listed (?:at|for)|sells? for|sold|selling|going for|price (?:is|was|"
    r"of)(?: it)?|offer(?:s|ed|ing)?(?: me| us| at| you)?|quoted?(?: me| us| at)?|worth|fee|fees|sav(?:e|"
    r"ed|es|ing)(?: me| us| about)?|discount|"
    r"revenue(?: of| is)?|turnover(?: of| is)?|sales of|salary|income|earn(?:s|ed)?|makes?|made|raised|"
    r"deposit(?: of)?|credit(?: of)?|cashback|reward(?: of)?|gift card|coupon|voucher|instead of|from|why|"
    r"is it(?: really)?|is that|bought|purchased|ordered|got it|got mine|"
    r"fine of|loan|owed?|owes?|tax|shipping|delivery|postage|value[d]?|(?<!budget is )(?:the|that|this|"
    r"your)(?= *$)|increase[d]?|went up|raised|dropped|difference|extra|sees?|saw|seen|says|said|shows?|"
    r"advertised|compare[d]? (?:to|with)|vs|versus|versus|(?:would|could|can|will) (?:you|u) (?:take|"
    r"accept|do)(?: it| this| that)?(?: for)?|off(?: of)?|take|accept|lost|stole|withdrew|"
    r"transfer(?:red)?|sent|send|balance|claim|compensation|per hour|rates?(?= )|mortgage|rent|spent|"
    r"what(?:'s| is)|% of|percent of)"
    r"(?: [\w']+){0,2}?\s*$"
)
_PRICE_TALK_AFTER = re.compile(
    r"\s*(?:off(?! the)|discount|cheaper|less than|more than|more(?! or)|extra|refund|fee|fees|charge|"
    r"charges|bill|invoice|deposit|gift ?card|voucher|coupon|credit|plan(?![a-z])|tier|subscription|"
    r"option|package|in (?:sales|revenue|savings|fees)|of (?:revenue|sales|business)|worth|transaction|"
    r"payment|back(?![a-z])|twice|already|for shipping|for delivery|for (?:the|my|a) last|last (?:year|"
    r"month|time)|"
    r"(?:elsewhere|on amazon|at amazon|on ebay|price increase|increase|raise|difference|too (?:much|high|"
    r"expensive)|is (?:too|a lot|way|expensive|steep|much|more|quite)|seems|sounds|a bit|really))(?![a-z])"
)
_COUNTED = re.compile(
    r"\s*(?!(?:for|per|a|an|each|every|max|tops|or|and|but|to|in|on|at|is|if|so|with|the|from|as|would|"
    r"will|can|could|including|incl|all|ish|total|budget|budgets|limit|cap|range|monthly|yearly|annually|"
    r"annual|weekly|pcm|pm|pa|maximum|minimum|min|usd|eur|gbp|id|i'd|ill|works?|ok|okay|fine|would|sounds|"
    r"at|not|instead|rather|actually|because|cuz|sorry|"
    r"please|pls|plz|thanks|thx|cash|mark|ideally|preferably|roughly|approx|about|i|we|my|our|it|that|"
    r"something|anything|somewhere|which|because|cause|since|depending|right|now|if|unless|though|ideal|"
    r"upfront|one|once|before|after|altogether|overall|net|gross|plus|vat|inc|ex|excl|good|laptop|tv|"
    r"phone|sofa|set|saved|available|spare|put)(?![a-z]))[a-z]{2,}"
)
_FREE = re.compile(
    r"(?<![a-z])(?:(?:it |this )?(?:has to|needs to|must|should) be (?:completely |totally )?free(?! of| from| to|[- ][a-z])|"
    r"(?:only|just) (?:the )?free(?: ones?| plan| version)?(?= *(?:$|[.,!]))|free (?:is what|is all) (?:we|i) can|(?:i |we )?(?:have|got|there is|"
    r"there'?s) (?:no|zero) (?:money|budget)(?! limit| cap| constraint| restriction| problem| issue)|zero budget|(?:i |we )?can'?t (?:pay|spend) (?:anything|"
    r"a (?:cent|penny)))(?![a-z])"
)
_NO_LIMIT = re.compile(
    r"(?<![a-z])(?:(?:i|we) (?:don'?t|do not) (?:really )?(?:care|mind) (?:what|how much) (?:it|"
    r"this) costs?|(?:no|without|without a|don'?t have a|do not have a|not (?:really )?(?:a|any)|no real|"
    r"no fixed|no set|no particular|no upper) (?:budget|price|spending|spend|cost) ?(?:limit\w*|cap|"
    r"ceiling|constraints?|restrictions?|max(?:imum)?|problem|issue|concerns?)|"
    r"(?:money|price|budget|cost) (?:is|'s|isn'?t|is not|are|s) ?(?:no|not|really not|an|not an|not a|"
    r"not really an?)? ?(?:object|issue|problem|unlimited|concern|a factor|factor)|unlimited (?:budget|"
    r"funds)|(?:budget|price|cost|money)(?:'s| is)? (?:doesn'?t|does not|dont|don'?t) matter|"
    r"(?:the )?sky'?s the limit|whatever it costs|cost is secondary|price is secondary|no limit (?:on|to|"
    r"for) (?:the )?(?:budget|price|spend\w*|cost)|budget is (?:open|unlimited)|(?:there(?:'s| is|s)|"
    r"we have|i have) no (?:limit|budget limit)(?: on (?:the )?(?:budget|price|cost))?)(?![a-z])"
)


def value_of(quantity: Quantity, period: str | None, *, per_head: bool) -> dict[str, Any]:
    """A quantity in the normal form of a budget."""
    value: dict[str, Any] = (
        {"min": whole(quantity.low), "max": whole(quantity.high)}
        if quantity.is_range
        else {"amount": whole(quantity.low)}
    )
    value |= {"currency": quantity.currency, "period": period}
    if quantity.bound:
        value["bound"] = quantity.bound
    if per_head:
        value["per"] = "user"
    return value


def budgets(text: str, numbers: list[Quantity], *, sure: bool = False) -> list[Finding]:
    """What a folded text says about the visitor's budget, the surest first; `sure`: only amounts that name money."""
    found = [reading for number in numbers if (reading := _reading(text, number)) is not None and reading[0] > sure]
    if found:
        return [completed(text, finding) for _, finding in sorted(found, key=lambda entry: -entry[0])]
    if match := _FREE.search(text):
        return [Finding("budget", {"amount": 0, "currency": None, "period": None}, *match.span())]
    if match := _NO_LIMIT.search(text):
        return [Finding("budget", {"amount": None, "bound": "none"}, *match.span())]
    return []


def read_budget(text: str, number: Quantity) -> tuple[Finding, str | None, bool]:
    """The number as a budget, with its period and whether it is per head, wherever it came from."""
    end, period, per_head = number.end, None, False
    for _ in range(3):
        gap = re.compile(r"[\s,(-]{0,3}(?:and |total |budget |limit |max )?").match(text, end)
        position = gap.end() if gap else end
        slash = end if text[end : end + 1] == "/" else end + len(text[end:]) - len(text[end:].lstrip())
        if not per_head and (
            match := PER_HEAD.match(text, slash) or PER_HEAD.match(text, position) or _EACH.match(text, position)
        ):
            per_head, end = True, match.end()
        elif period is None and (match := PERIOD.match(text, slash) or PERIOD.match(text, position)):
            period, end = match.lastgroup, match.end()
        else:
            break
    widened = replace(number, end=end)
    if end > number.end and not widened.bound:
        widened = bounded(text, widened, after=end)
    period = (
        period
        or _period_before(text, number.start)
        or ("one_time" if _ONE_TIME.search(text, 0, number.start) else None)
    )
    return Finding("budget", value_of(widened, period, per_head=per_head), widened.start, widened.end), period, per_head


# "60 each per month": each of those who use it; "60 each" alone may be of goods.
_EACH = re.compile(rf"each(?=\s?(?:{PERIOD.pattern}))")
_ONE_TIME = re.compile(r"(?<![a-z])one[- ](?:time|off)(?: payment(?: of)?)?[ ,:]+$")


def _period_before(text: str, start: int) -> str | None:
    lead = clause_before(text, start, 36)
    if re.search(r"\d", lead):  # "900 mails a month, budget 300"
        lead = lead.rpartition(",")[2]
    found = re.search(
        r"(?P<month>monthly|(?:per|a|/) ?month)|(?P<year>yearly|annual(?:ly)?|(?:per|a|/) ?year)|(?P<week>weekly)|(?P<one_time>one[- ](?:time|"
        r"off))",
        lead,
    )
    return found.lastgroup if found and re.search(r"budget|spend|limit|max|pay", lead) else None


def _reading(text: str, number: Quantity) -> tuple[int, Finding] | None:
    """The number as a budget with how sure that is (1 to 4), or None where it is not one."""
    finding, period, per_head = read_budget(text, number)
    if number.bound:
        said = completed(text, finding).value
        period, per_head = said.get("period"), "per" in said
    lead = clause_before(text, number.start)
    rather = bool(_RATHER.search(lead))
    ours = _NEAR_CUE.search(lead) or _LIMIT.search(text, finding.start, number.core_start)
    if _SPENDS_NOW.search(lead) or (_talks_of_price(text, number, finding, lead) and not ours):
        return None
    if number.money:
        return 2 + bool(_STRONG_CUE.search(lead) or _CUE_AFTER.match(text, finding.end)) + rather, finding
    if _COUNTED.match(text, finding.end) or number.low < 5 or _PRICED.search(lead):
        return None
    if _is_said_to_be(text, number, finding):
        return 3 + rather, finding
    if _VOLUME.search(lead):
        return None
    if _is_rate(text, number, finding, lead, period, per_head=per_head):
        return 2, finding
    return (1, finding) if _is_limit(text, number, finding) else None


def _is_said_to_be(text: str, number: Quantity, finding: Finding) -> bool:
    """Whether words of spending stand right before the number, in its bound, or behind it."""
    return bool(
        _NEAR_STRONG.search(text, max(0, number.start - 70), number.start)
        or _CUE_AFTER.match(text, finding.end)
        or _SPENDING.search(text, finding.start, number.core_start)
        or _OUR_LIMIT.search(text, number.core_end, finding.end)
    )


def _is_rate(text: str, number: Quantity, finding: Finding, lead: str, period: str | None, *, per_head: bool) -> bool:
    """ "2k a month", "15-20 per head": an amount by its form."""
    if (period and per_head) or (number.is_range and (period or per_head)):
        return True
    if not (period or per_head or number.scaled):
        return False
    alone = number.scaled and not _COUNTED.match(text, number.end) and not lead.strip()
    return bool(finding.value.get("bound") or _CUE.search(lead) or alone)


def _is_limit(text: str, number: Quantity, finding: Finding) -> bool:
    """ "under 300" with nothing counted behind it."""
    if number.bound == "approx" and _PEOPLE_TALK.search(text):
        return False
    wide = number.low >= 100 and (number.is_range or number.bound == "approx")
    limit = wide or (number.bound == "max" and number.low >= 50 and not number.spelled)
    return limit and _ENDS.match(clause_after(text, finding.end)) is not None


_SPENDING = re.compile(r"budget|price|spend|cost|(?<![a-z])pay|limit|the most|ceiling")
_PRICED = re.compile(r"(?<![a-z])(?:pric(?:e|es|ing)|costs?|quote|how much(?: is it| does it cost)?) for\s*$")
_LIMIT = re.compile(r"(?<![a-z])(?:limit|budget|ceiling)(?: is| of| at|:)")
_OUR_LIMIT = re.compile(r"(?:is|would be) (?:my|our|the) ")
_PEOPLE_TALK = re.compile(
    r"(?<![a-z])(?:everybody|everyone|people|users|employees|staff|agents|team|seats|customers|visitors|"
    r"members|students)(?![a-z])"
)
_SPENDS_NOW = re.compile(
    r"(?<![a-z])(?:(?:we|i|they)(?:'re|'m| are| am|re|m) (?:currently |now |already )?(?:spending|paying)|"
    r"(?:can|could|would|will) (?:you|u|ya) (?:guys )?(?:do|match|beat|take|accept)|(?:you|u) (?:can|"
    r"could) (?:do|match|beat|offer))(?![a-z])"
)
_RATHER = re.compile(r"(?<![a-z])(?:rather|prefer\w*|ideally|but my budget|budget is|aiming)(?![a-z])[^.,;]{0,24}$")
_NEAR_CUE = re.compile(
    r"(?:budg\w*|spend(?:ing)?|afford|(?:willing|want|wants|like|able|ready|prepared|looking|hoping|not|"
    r"can|could|would|don'?t want) (?:to )?(?:pay|go)|price ?range|max(?:imum)? (?:price|cost)|(?:happy|ok|okay|fine|comfortable|good|cool)(?: with)? (?:paying|spending))(?:(?: [\w',]+){0,5})\s*$"
)
_NEAR_STRONG = re.compile(
    r"(?:budg\w*|buget\w*|bugdet\w*|spend(?:ing)?|afford|price ?(?:range|point|limit|bracket|cap|"
    r"ceiling)s?|(?<![a-z])(?:pay|invest)|(?:set|put|saved|setting|putting) (?:aside|by)|allocated|"
    r"earmarked|(?:boss|board|management|manager|cfo|ceo|finance|director|they) (?:has |have )?(?:approved|authori[sz]ed|"
    r"signed off(?: on)?|granted|gave (?:me|us))|presupuesto|(?:my|our|the) limit|max(?:imum)? (?:price|cost|spend)|to spend|"
    r"keep(?:ing)? (?:it|this|things) (?:to|at)|cap(?:ped)? (?:it |this )?at|"
    r"(?<![a-z])(?:i|we)(?:'d| would)? (?:can|could|will|'ll|would|only have|have only|was thinking|"
    r"were thinking|'m thinking)? ?(?:only )?(?:do|put|manage|swing|stretch to|go up to|go to|thinking(?: of|"
    r" about)?|have only|only have)|thinking(?: of| about)?|costing|priced?|prices?|allott?ed|reserved|budgeted)"
    r"(?:'s)?(?:[\s:=?.!,;]+(?!(?:people|users|seats|plans?|order|ticket)(?![a-z]))[\w'()/-]+){0,8}?[\s:=?.!,;(-]*$"
)
_VOLUME = re.compile(
    r"(?:get|gets|getting|receive|handle|process|send|sending|answer|ship|sell|serve|see|follow|host|"
    r"store|about)(?: [\w']+){0,2}\s*$"
)
_ENDS = re.compile(
    r"\s*(?:$|[.,!?;)]|each|a piece|apiece|for |please|pls|if |or |and |but |ideally|would |is |total|all in|"
    r"preferably|which|that|with )"
)


def _talks_of_price(text: str, number: Quantity, finding: Finding, lead: str) -> bool:
    """Whether the amount is somebody's price rather than the visitor's budget."""
    if re.search(r"\b(?:the|a)\s*$", lead) and (
        number.is_range
        or re.match(r"\s*(?:mark|range|zone|region|ballpark|area)", text[finding.end : finding.end + 12])
    ):
        return False
    if _PRICE_TALK_AFTER.match(text, finding.end):
        return True
    if re.match(
        r"\s*(?:in (?:us |canadian |australian )?(?:dollars|euros|pounds|eur|usd|gbp|us|canada)|to (?:dollars|"
        r"euros|pounds|eur|usd|gbp)|is how)",
        text[finding.end : finding.end + 30],
    ):
        return True
    match = _PRICE_TALK.search(lead)
    if match is None:
        return False
    return number.bound is None or not re.match(
        r"(?:from|is it|costs?|price|looking|send|take|fee|rate|said|says)", match[0]
    )
