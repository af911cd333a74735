"""The line of business that visitors say they are in."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.phrases.cutting import phrase
from milepost.nlu.need_values.text import clause_before

_TRADES = (
    r"bakery|bakeries|restaurants?|caf[eé]s?|coffee shops?|bars?|pubs?|brewery|winery|food trucks?|"
    r"catering|hotels?|hostels?|b&b|bed and breakfast|law firms?|law practice|legal (?:services|practice|"
    r"firm)|solicitors|"
    r"dental (?:clinics?|practices?|offices?|surgery)|dentistry|dentists? office|veterinary (?:clinics?|"
    r"practices?)|vet (?:clinics?|practices?)|hospitals?|health ?care|medical (?:practice|clinic|devices?|"
    r"office)|physio(?:therapy)?(?: (?:clinics?|practices?))?|chiropractic|pharmacy|pharmacies|"
    r"pharma(?:ceuticals?)?|biotech|"
    r"non[- ]?profits?|not[- ]for[- ]profit|ngos?|charity|charities|church(?:es)?|schools?|universit(?:y|"
    r"ies)|colleges?|kindergartens?|nursery|education|edtech|e-?learning|tutoring|e-?commerce|ecom|"
    r"online (?:shops?|stores?|retail(?:er)?)|web ?shops?|retail(?:er|ers)?|wholesale(?:r)?|"
    r"real estate|property management|estate agen(?:cy|ts?)|construction|builders?|architecture|"
    r"architects?|plumbing|electricians?|roofing|landscaping|gardening|cleaning|manufacturing|"
    r"manufacturers?|factory|automotive|car dealership|garage|auto repair|logistics|freight|trucking|"
    r"shipping|transport(?:ation)?|warehousing|"
    r"fin ?tech|banking|banks?|finance|financial services|insurance(?: brok\w+)?|accounting|accountancy|"
    r"bookkeeping|tax advis\w+|consulting|consultancy|marketing|advertising|pr agency|recruit(?:ing|ment)|"
    r"staffing|hr services|software|saas|it services|msp|telecoms?|media|publishing|games?|gaming|"
    r"film production|video production|photography|"
    r"events?|event planning|wedding planning|travel agency|tourism|hospitality|gyms?|fitness|yoga|"
    r"crossfit|salons?|hair ?dressers?|barbers?(?: ?shop)?|spas?|beauty|tattoo|fashion|jewell?ery|"
    r"furniture|florists?|flower shop|bookshop|book ?store|grocery|supermarkets?|farms?|farming|"
    r"agriculture|agritech|energy|solar|utilities|oil and gas|mining|chemicals?|aerospace|"
    r"government|public sector|municipality|council|security|cyber ?security|translation|call cent(?:er|"
    r"re)s?|music|art gallery|museum|theat(?:er|re)|sports club|daycare|child ?care|elderly care|"
    r"nursing homes?|vineyards?|orchards?|boutiques?|campsites?|camp ?grounds?|kennels?|garden cent(?:er|re)s?|distillery|carpentry|joinery|upholstery|tailors?|laundry|dry cleaners?|bike shops?|home care|counsell?ing|psychology|therapy|music school|dance school|driving school|"
    r"language school|food|craft|photographers?|plumbers?|realtors?|farmers?|caterers?|personal trainers?|"
    r"print(?:ing)?|signage|packaging|electronics|hardware|semiconductors?|pet(?:s)?|toy|bike|surf"
)
_HEAD = (
    r"compan(?:y|ies)|business|firm|agency|shop|store|practice|clinic|studio|startup|start-up|consultancy|"
    r"provider|brand|office|organi[sz]ation|chain|group|contractor|dealer(?:ship)?|manufacturer|school|club|"
    r"centre|center|retailer|supplier|vendor|association|foundation"
)
_TRADE = re.compile(
    rf"(?<![a-z&-])(?P<words>(?:[a-z][a-z&-]{{2,15}}\s){{0,2}}?(?:(?:{_TRADES})(?:\s(?:{_TRADES}))?(?:\s(?:{_HEAD}|industry|sector|"
    rf"space))?|(?<=\s)(?:{_HEAD})))(?![a-z-])"
)
_SELF = re.compile(
    r"(?<![a-z])(?:(?:we|i)(?:'re| are|'m| am) (?:just |basically |only |actually |currently )?(?:a|an|in|"
    r"running|from a|from an|at a|at an|the|two|three|opening)|were an?|im an?|im in|(?:i|we) (?:also |"
    r"currently |just |both )?(?:run|own|manage|operate|have|started|opened|work (?:in|for|at)|do|lead|"
    r"founded|represent)|"
    r"on behalf of an?|(?:at|from|are|we're) [a-z0-9][^,.;!?]{1,40}, an?|for (?:my|our|a|an)|our|my|as an?|here at (?:our|a)|running|owner of|industry(?: is|:)?|"
    r"sector(?: is|:)?|business is|work(?:ing)? in|company is (?:in|an?)|it'?s (?:for )?an?|"
    r"its (?:for )?an?|opening an?|head of \w+ at an?|(?:manager|owner|director|head|ceo|cto|coo|"
    r"administrator|principal|founder|partner) (?:of|at|in) an?|(?:i'm|im|i am) an? (?:[a-z]+ ){1,3}(?:at|in|for) an?|(?:people|employees|staff|team|company|"
    r"business|startup|agency|firm|work|working|job|career|years) in)\s+(?:(?:a|an|the|my|our|own|very|"
    r"small|smaller|medium|mid|big|large|tiny|little|local|growing|family|family-run|family-owned|"
    r"independent|new|young|busy|boutique|"
    r"mid-?sized?|medium-?sized|sized?|owned|run|remote|second|third|another|global|international|national|regional|b2b|b2c|"
    r"bootstrapped|early|stage|early-stage|one|two|three|four|few|couple of|chain of|typical|traditional|"
    r"really|pretty|relatively|fast|fast-growing|of|\w+-based|\d+[ -]?(?:person|people|man|member|seat|"
    r"employee|strong)?|(?:two|three|four|five|six|eight|ten|twelve)[ -](?:person|people|man)),? ){0,5}$"
)
_FIELD = re.compile(
    r"(?<![a-z])(?:in (?:the )?|we(?:'re| are) in |our industry is |"
    r"industry:? )(?P<words>(?:[a-z&-]{3,16}\s){1,3}?)(?:industry|sector|trade|vertical|space)(?![a-z])"
)
_OPENING = re.compile(
    r"\W*(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|so|there|all|guys|team|small|tiny|big|"
    r"large|little|local|family|owner|of|a|an|the|we|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)[ -](?:person|people|man)|\d+[ -]?(?:person|people|man))[\s,!.-]+){0,6}$"
)
_HERE = re.compile(
    r"\s*(?:here(?![a-z])|(?:owner|looking|based|in need|with \d|needing|wanting|searching|from|"
    r"in [a-z]+,)(?![a-z])|,\s*(?:\d|we|looking|need|about|around|just|ca|circa|approx|currently|using|based))"
)
_STRONG_SELF = re.compile(
    r"(?:we|i)(?:'re| are|'m| am)|were an|im |run|own|operate|work|for|owner|founded|opened|opening|manage|"
    r"lead|represent|industry|sector|as an|company is|it'?s|at an?|started|manager|director|head|ceo|cto|coo|"
    r"administrator|principal|founder|partner|people|employees|staff|team|company|business|startup|agency|"
    r"firm|working|job|career|years"
)
# "we make furniture", "our business is selling shoes": told by what is done, where no trade is named
_MAKING = re.compile(
    r"(?<![a-z])(?:(?:we|i) (?:mainly |mostly |only |just )?(?:manufacture|produce|distribute|import|export|brew|craft|(?:design|make|build|"
    r"sell|rent out|restore|repair)(?= (?:[a-z-]+ ){1,3}?(?:for a living|online|locally|to (?:shops|retailers|businesses|hotels|"
    r"restaurants|schools|hospitals)|worldwide))) |(?:my|our) (?:business|company|firm) (?:is (?:all about )?(?=[a-z]+ing )|"
    r"(?:makes|sells|builds|produces|manufactures|distributes|imports|exports|designs|rents out|repairs) ))"
    r"(?!(?:it|this|that|them|you|your|too|not|so|more|less|very|looking|growing|going|doing|moving|using|having|getting|trying|"
    r"struggling|losing|expanding|changing|starting|closing|opening|about|over|around|\d)(?![a-z]))(?P<words>[a-z][a-z -]{2,40})"
)
_PLACE = re.compile(
    rf"(?<![a-z])(?:{_HEAD}|restaurants?|bakery|bakeries|caf[eé]s?|coffee shops?|bars?|pubs?|hotels?|hostels?|"
    r"clinics?|practices?|shops?|stores?|studios?|salons?|agency|agencies|firms?|gyms?|spas?|schools?|"
    r"garages?|brewery|winery|distillery|vineyards?|orchards?|boutiques?|campsites?|workshops?|factory|factories|kennels?|museum|"
    r"theat(?:er|re)|book ?shops?|book ?stores?|florists?|supermarkets?|laundry|laundrettes?|nursing homes?|daycare|farms?|hospitals?|pharmacy|e-?commerce|saas|non-?profits?|charity|charities|"
    r"church|nursery|ngos?|barbers?(?: ?shop)?|food trucks?)$"
)
_FREE = re.compile(
    r"\s*(?:$|[.,!?;:()-]|(?:and|in|with|of|we|i|needs?|is|has|to|which|that|called|based|here|who|where|so|"
    r"but|from|for|wants?|at|on|uses?|currently|about|around|near|runs?|would|gets?|serving|serves)(?![a-z]))"
)
_SIZE = frozenset(
    [
        "size", "sized", "a", "an", "the", "my", "our", "own", "very", "small", "smaller", "medium", "mid", "big",
        "large", "tiny", "little", "local", "growing", "family", "independent", "new", "young", "busy", "boutique",
        "sized", "run", "owned", "we", "are", "and", "or", "with", "for", "in", "of", "from", "is", "remote",
        "same", "whole", "whole", "best", "any", "some", "this", "that", "your", "other", "another", "good",
        "small-sized", "medium-sized", "mid-sized", "first", "second", "old", "last", "current", "previous",
        "phone", "nice", "great", "main", "local", "typical", "just", "only", "really", "pretty", "relatively",
        "fast", "person", "people", "man", "based", "early", "stage", "one", "two", "three", "four", "five", "six",
        "ten", "both", "their", "his", "her", "each", "every", "like",
    ]
)  # fmt: skip


def industries(text: str, folded: str) -> list[Finding]:
    """The visitor's line of business, as said of themselves."""
    found = []
    for match in _FIELD.finditer(folded):
        start, end = _trimmed(folded, match.start("words"), match.end("words"))
        if end - start > 2:
            found.append(Finding("industry", text[start:end], start, end))
    for match in _TRADE.finditer(folded):
        start, end = _trimmed(folded, *match.span("words"))
        if end <= start or not re.search(r"[a-z]", folded[start:end]):
            continue
        is_bare_head = bool(re.fullmatch(_HEAD, folded[start:end])) and not re.fullmatch(_TRADES, folded[start:end])
        lead = _SELF.search(clause_before(folded, start, 60))
        generic = re.fullmatch(rf"(?:.* )?(?:{_HEAD})", folded[start:end]) and not re.search(_TRADES, folded[start:end])
        opening = _OPENING.match(folded[:start]) and _HERE.match(folded, end)
        if (
            (opening and not is_bare_head)
            or (_alone(folded, start, end) and not is_bare_head)
            or (
                lead
                and not is_bare_head
                and (not generic or _STRONG_SELF.match(lead[0]))
                and not _other_use(folded, lead[0], start, end)
            )
        ):
            found.append(Finding("industry", text[start:end], start, end))
    return found or _made(text, folded)


def _made(text: str, folded: str) -> list[Finding]:
    """What the visitor says that their business makes or does."""
    spans = [phrase(folded, match.start("words"), most_words=4) for match in _MAKING.finditer(folded)]
    return [Finding("industry", text[slice(*span)], *span) for span in spans if span]


def _alone(folded: str, start: int, end: int) -> bool:
    """A trade that is a clause of its own in a message of several: "80 staff, manufacturing, need payroll"."""
    opens = start == 0 or re.search(r"[,.;]\s*(?:in )?$", folded[max(0, start - 5) : start]) is not None
    return opens and re.match(r"\s*[,.;]", folded[end : end + 3]) is not None and len(folded) > end - start + 10


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    """The span without words of size and articles in front, and without "industry" behind."""
    while (word := re.match(r"([a-z&-]+)\s+", folded[start:end])) and word[1] in _SIZE:
        start += word.end()
    words = folded[start:end].rstrip()
    return start, start + len(re.sub(r"\s(?:industry|sector|space)$", "", words))


def _other_use(folded: str, lead: str, start: int, end: int) -> bool:
    """ "our marketing team", "for school", "my bank card": the word stands for something else."""
    rest = folded[end : end + 14]
    if re.match(
        r"\s(?:team|department|dept|account|card|plan|plans|software|app|apps|tool|tools|system|laptop|work|"
        r"project|projects|policy|cost|costs|fee|fees|address|website|budget|manager|bill|loan|money|pc|gear|"
        r"equipment|chair|table|set|person|people|guy|teacher|needs|stuff|purposes?|email|details)(?![a-z])",
        rest,
    ):
        return True
    if re.match(r"(?:for (?:a|an|my|our)|my|our|i have|we have) ", lead + " ") and not (
        _PLACE.search(folded[start:end]) and _FREE.match(folded, end)
    ):
        return True
    if re.search(
        r"(?:look\w*|search\w*|need|find|book|recommend\w*|go|table|any|near|directions?) $",
        folded[max(0, start - len(lead) - 12) : max(0, start - len(lead))],
    ):
        return True
    weak = re.match(r"(?:our|my|for|i have|we have|it'?s|in the|do) ", lead + " ")
    ambiguous = re.fullmatch(
        r"(?:schools?|games?|gaming|music|bars?|banks?|security|software|events?|food|finance|media|education|"
        r"university|college|print(?:ing)?|hardware|electronics|shipping|transport|insurance|energy|garage|"
        r"nursery|pets?|bike|surf|therapy|cleaning|photography|furniture|marketing|accounting|fitness|yoga|"
        r"travel|craft|toy|utilities|beauty|fashion|drawing)",
        folded[start:end],
    )
    return bool(weak and ambiguous)
