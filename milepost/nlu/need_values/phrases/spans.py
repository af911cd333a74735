"""What it is for, and what is used today, in the visitor's own short words."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.phrases.cutting import phrase
from milepost.nlu.need_values.text import clause_before

_WHO = (
    r"(?:(?:(?:our|my|the) (?:\w+ ){0,2}?(?:team|company|office|staff|department|people|agents|guys|"
    r"colleagues|business)|we|i|they))"
)
_NOW = r"(?:currently|presently|now|right now|still|at the moment|atm|nowadays|today|so far|for now)"
_CURRENT = re.compile(
    r"(?<![a-z])(?:(?<!do )(?<!did )(?<!can )(?<!could )(?<!if )(?<!when )(?<!how )(?<!that )(?<!what )"
    rf"(?<!should ){_WHO}(?:'re| are| is|'m| am|'ve been| have been|ve been|re|m)? ?(?:{_NOW}|just|already|"
    r"mostly|mainly|all|both|only)? ?(?:us(?:es?|ing)(?! (?:it|this|that|them|your?|for|to|a lot|one|more|"
    r"less|in|on|at|the (?:app|product|service|site|card))(?![a-z]))|running on|runs? on|working with|"
    r"works? with|rel(?:ying|y|ies)(?: heavily| mostly| mainly| entirely| completely| only)? on|stuck (?:with|on))|"
    r"(?:currently|presently|atm|right now|at the moment|nowadays|so far|for now)(?:,)? (?:(?:we|i)(?:'re|"
    r" are|'m| am|re|m)? (?:just |all |only )?(?:us(?:e|ing)|on|with|have|having|own|running|"
    r"do(?:ing)? (?:it|this|everything|all) (?:in|with|by|on))|using|running|it'?s (?:all )?(?:in|on)|(?:it'?s|everything'?s|everything is)(?: all| just| only| mostly)?(?= (?:pen and )?paper|"
    r"spread|excel|email|sticky|(?:google )?sheets|whatsapp|notebooks?|post-?its?)|"
    r"everything (?:is )?in|on(?= [a-z0-9]+(?:[ ,.!]|$))(?! (?:my|the|your|an?|our|how|what|sale|"
    r"offer)(?![a-z])))|"
    r"(?:switch(?:ing)?|mov(?:e|ing)|migrat(?:e|ing)|com(?:e|ing)|transition(?:ing)?|changing|(?:get|"
    r"getting) away|upgrad(?:e|ing)|switch over|switched) (?:(?:over|away|across) )?from(?! (?:you|"
    r"the (?:basic|free|starter|pro)|\w+ to (?:usd|eur|gbp|aud))(?![a-z]))|"
    r"(?:replac(?:e|ing)|ditch(?:ing)?|get(?:ting)? rid of|retire)(?= (?:my|our|an old|the old|old|"
    r"existing|the existing|the current)(?![a-z]))(?! (?:my|our) (?:\w+ )?(?:cards?|password|pin|order|"
    r"item|account|battery|filter|screen|part)(?![a-z]))|(?:sick of|tired of|fed up with|outgrown|outgrew|"
    r"outgrowing|frustrated with|unhappy with|not happy with)(?! (?:it|this|that|you|your|waiting|paying|"
    r"being|the|my|all)(?![a-z]))|"
    r"(?:my|our) (?:current|existing|present|old|previous) (?:\w+ )?(?:provider|system|tool|software|"
    r"solution|setup|set-up|vendor|supplier|platform|crm|phone|laptop|one|app|helpdesk|help desk|carrier|"
    r"operator|bank|plan|car|mattress|tv|computer|pc|machine|contract|insurer|insurance)(?: is(?: an?|"
    r" the)?| =|:| was)(?! (?:too|very|so|nearly|about|not|old|broken|dead|dying|slow|expired|expiring|"
    r"getting|ending|due|ok|good|bad|running|really|just|starting|falling|full|outdated|\w+ing|\w+ed|up|"
    r"over|pretty|quite|terrible|awful|on its)(?![a-z]))|"
    r"(?:we|i)(?:'ve| have) (?:had|used|been using)(?= (?:[a-z0-9]+ ){1,2}for (?:\d|years|ages|a (?:while|year)|some time))|"
    rf"(?:we|i)(?:'re| are|'m| am|re|m) (?:{_NOW} )?(?:with|on)(?= (?:[a-z0-9]+ ){{1,2}}(?:right now|"
    r"at the moment|now|currently|atm|but|today|for (?:\d|years|ages|now))(?![a-z]))|"
    r"(?:we|i)(?:'ve| have)? (?:currently |already |still |just )?(?:do|did|manage|track|keep|handle|run|"
    r"doing|store|organi[sz]e) (?:it|this|that|everything|all of it|all this|things|our \w+|"
    r"my \w+)(?: \w+)? (?:in|with|on|by|via|through|using)|"
    r"(?<!do )(?<!can )(?:i|we) (?:currently|already) (?:have|own|got)(?! (?:a|an) (?:account|question|"
    r"problem|issue))|using(?= (?:\w+ ){1,3}(?:now|right now|at the moment|currently|atm|"
    r"today)(?![a-z])(?! (?:and|but) it (?:did|does|is|was)))|"
    r"(?:everything|it all|all of it|it'?s all|all our \w+|our data) (?:currently |now )?(?:lives?|sits?|"
    r"is|goes|happens|in)(?: (?:in|on|through|inside))?|(?:we|i)(?:'re|'m| are| am)? (?:currently |"
    r"now )?(?:pay|paying|spend|spending) \S{1,12}(?: (?:a|per) \w+)? (?:for|on|at|to|with)(?! (?:the|my|"
    r"our|it|this|that|each|every|one)(?![a-z]))|(?:went|going|gone|moved) back to|(?:(?<=^)|(?<=[.,!] ))still (?:on|using|with)|(?:we|i)(?:'re| are|'m| am) leaving(?! (?:you|the|your|it|for|on|in|at)(?![a-z]))|been using(?! (?:it|you|your|this|that|the)(?![a-z]))|(?:our|my) (?:crm|pos|"
    r"erp|help ?desk|provider|carrier|tool|system|software|platform|host|hosting|isp|e-?mail provider|"
    r"ticketing system|phone provider|network|supplier|vendor|stack)(?: right now|"
    r" currently)? is(?! (?:too|very|so|not|old|broken|slow|down|really|just|getting|an?|the|ok|fine|good|"
    r"bad|\w+ing|\w+ed)(?![a-z]))|(?:we|i)(?:'ve| have|ve) been (?:on|with)(?! (?:you|the|your|a|hold|"
    r"time)(?![a-z]))|(?:mov(?:e|ing)|switch(?:ing)?|get(?:ting)?|com(?:e|ing)) off(?: of)?(?! (?:the|my|"
    r"our|it|this|that|your)(?![a-z])))(?![a-z])\s+"
)
_NOT_SOLUTION = re.compile(
    r"(?:it|this|that|them|your|you|one|nothing|none|anything|no|not|to|for|(?:\w+ ){0,3}?(?:users?|"
    r"people|employees|seats|agents)|time|too|very|more|a lot|lots|both|free (?:plan|trial|version)|trial|"
    r"problems?|issues?|questions?|account|trouble|subscription|paying|\d+)(?![a-z])"
)
_FROM = re.compile(r"(?:switch|mov|migrat|transition|upgrad|chang)[a-z ]* from")
_FILLER = re.compile(
    r"(?:(?:a |an |some )?(?:mix|combination|bunch|lot) of |(?:good )?old |an? old |old |plain |"
    r"something called |the free version of )"
)

_GOODS = (
    r"(?:something|sth|smth|anything|one|some|a|an|new|it|this|them|good|decent|cheap|affordable|simple|easy|"
    r"better|best|tool|software|app|system|solution|platform|product|service|program|way|ways|help|solution)"
)
_AIMS = (
    r"(?:manag(?:e|ing)|track(?:ing)?(?! my (?:order|package|parcel))|automat(?:e|ing)|organi[sz](?:e|"
    r"ing)|schedul(?:e|ing)|plan(?:ning)?|collect(?:ing)?|handl(?:e|ing)|edit(?:ing)?|record(?:ing)?|"
    r"play(?:ing)?|learn(?:ing)?(?! (?:more|about))|practi[sc](?:e|ing)|reduc(?:e|ing)|improv(?:e|ing)|"
    r"sell(?:ing)?|collaborat(?:e|ing)|host(?:ing)?|stream(?:ing)?|monitor(?:ing)?|analy[sz](?:e|ing)|"
    r"creat(?:e|ing)(?! an? account)|build(?:ing)?|centrali[sz](?:e|ing)|"
    r"train(?:ing)?|teach(?:ing)?|answer(?:ing)?|respond(?:ing)?|repl(?:y|ying)|keep(?:ing)? track|"
    r"run(?:ning)? (?:our|my|ads|payroll|events|campaigns|windows|a marathon|marathons)|writ(?:e|ing)|"
    r"read(?:ing)?|print(?:ing)?|draw(?:ing)?|design(?:ing)?|program(?:ming)?|code|coding|cook(?:ing)?|"
    r"bak(?:e|ing)|brew(?:ing)?|sleep(?:ing)?(?: better)?|lose weight|get (?:fit|fitter|stronger|in shape|"
    r"rid of (?:pain|my \w+ pain|back pain))|recover(?:ing)?|reliev(?:e|ing)|"
    r"shoot(?:ing)?|cut(?:ting)? (?:down|back)(?: on)?|increas(?:e|ing)|boost(?:ing)?|grow(?:ing)?|attract(?:ing)?|hik(?:e|ing)|camp(?:ing)?|cycl(?:e|ing)|commut(?:e|ing)|travel(?:ling|ing)?|carry(?:ing)?|"
    r"photograph|film(?:ing)?|publish(?:ing)?|market(?:ing)?|promot(?:e|ing)|onboard(?:ing)?|hir(?:e|ing)|"
    r"recruit(?:ing)?|invoic(?:e|ing)|bill(?:ing)? (?:clients|customers|our)|book(?:ing)? (?:appointments|"
    r"clients|jobs)|dispatch(?:ing)?|assign(?:ing)?|digiti[sz](?:e|ing)|streamlin(?:e|ing)|"
    r"speed(?:ing)? up|sav(?:e|ing) time|"
    r"support(?:ing)? (?:our|my|customers|clients|remote)|communicat(?:e|ing)|shar(?:e|ing) (?:files|"
    r"documents|photos|our|calendars)|stor(?:e|ing)|back(?:ing)? up|secur(?:e|ing)|forecast(?:ing)?|"
    r"report(?:ing)? on|measur(?:e|ing)|survey(?:ing)?|engag(?:e|ing)|convert(?:ing)? (?:more|visitors|"
    r"leads)|generat(?:e|ing) leads|nurtur(?:e|ing)|offer(?:ing)? (?:our|my)|(?:tak(?:e|ing)|"
    r"accept(?:ing)?|receiv(?:e|ing)) (?:online )?(?:bookings?|appointments?|orders|payments?|"
    r"reservations|notes|photos|pictures|calls)|send(?:ing)? (?:out )?(?:invoices?|newsletters?|emails|"
    r"reminders|quotes|proposals|messages|campaigns)|make (?:music|videos|calls|coffee|presentations)|"
    r"do (?:video|photo|accounting|payroll|invoicing|yoga|sports)|deliver(?:ing)? (?:our|courses|"
    r"training)|work(?:ing)? (?:from|on|with|remotely|out)|stud(?:y|ying)|watch(?:ing)?|listen(?:ing)?|"
    r"relax(?:ing)?|exercis(?:e|ing)|furnish(?:ing)?|"
    r"heat(?:ing)?|cool(?:ing)?|clean(?:ing)?|paint(?:ing)?|decorat(?:e|ing)|use it for|use for|"
    r"help (?:my|our) (?:team|customers|clients|students|kids))(?![a-z])"
)
_WANTED = re.compile(
    r"(?<![a-z])(?:need\w*|want\w*|look\w* (?:for|at|to)|lookin|search\w*|recommend\w*|suggest\w*|good|best|"
    r"buy\w*|get(?:ting)?|ideal|suitable|suit|decent|something|anything|prefer\w*|after|interested|shopping|"
    r"which|any|help|use[ds]?|using|mainly|mostly|primarily|it'?s|budget|cheap\w*|laptop|phone|great|perfect|"
    r"would|new)(?![a-z])"
)
_SEEKING = re.compile(r"(?:look\w*|shopping|search\w*|asking|market|hunting) $")
_MORE_NOUN = re.compile(
    r"(?:gaming|games|work|school|office|editing|design|training|accounting|marketing|scheduling|invoicing|"
    r"bookings?|payroll|drawing|recording|running|cycling|hiking|camping|travel|coding|programming|reading|"
    r"writing|cooking|beginners?|study) [a-z]{3,}"
)
_THEIRS = (
    r"(?! (?:my (?:account|card|pin|password|passcode|order|money|balance|bill|payment|subscription|name|"
    r"address|email|phone number|transaction|top|trip|flight)|an? (?:account|transfer|transaction|payment|"
    r"refund|card|reservation|list|reminder|call|alarm)|the (?:money|card|account|payment|transaction|"
    r"transfer|app|order)|out (?:how|what|why|if)|if|how|what|why|whether|it|this|that|you|your)(?![a-z]))"
)
_USE = re.compile(
    r"(?<![a-z])(?:(?:us(?:e|ing) (?:it|this|them|one|that)|(?:will be|'ll be|gonna be|going to be|mainly|"
    r"mostly|primarily|i'm|im|we're) us(?:ed|ing)|(?:it|this)(?:'s| is|'ll be| will be| would be|"
    r"s) (?:going to be )?(?:used )?(?:mainly |mostly |primarily |just |only |basically |"
    r"probably )?(?=for ))\s?(?:mainly|mostly|primarily|just|only|exclusively|basically|probably|"
    r"it mainly)? ?(?:for|to|in|at|as)(?! (?:me|us|my (?:wife|husband|son|daughter|mom|mum|dad|kid|kids|"
    r"girlfriend|boyfriend|partner|team|company|boss)|use|sale|free|example|now|be|sure|\d|the|a|an|some|"
    r"you|your|rent|how|too|so|him|her|them)(?![a-z]))|"
    r"(?:mainly|mostly|primarily|mainly used|exclusively) (?:for|to|use it for|use it to|do|doing|"
    r"going to be)|(?:main|primary|primarily) (?:use|uses|purpose|use case|usage|goal|need|thing)(?: is|"
    r" are| would be| will be|:| =)?(?: for| to)?|use case(?: is|:| would be)|purpose(?: is|:)|"
    r"(?:needs?|wants?|looking for|look for|searching for|seeking|after|buy|get|recommend|suggest|"
    rf"requires?|interested in|lookin for|shopping for)\s+{_GOODS}(?: [\w'-]+){{0,4}}? (?:for|"
    rf"to(?= {_AIMS})|(?:that|which) (?:can|will|could|would|lets? (?:me|us|my team)|helps? (?:me|us|"
    rf"my team)(?: to)?|does)(?= {_AIMS}))(?! (?:me|us|my (?:\w+ )?(?:wife|husband|son|daughter|mom|mum|"
    r"dad|kid|kids|girlfriend|boyfriend|partner|team|company|boss|budget|card|account|order|clinic|"
    r"business|shop|restaurant|lost|stolen)|our (?:team|company|\w+ (?:team|company))|use|sale|free|about|"
    r"around|under|less|over|max|up|rent|\d|\$|€|£|a|an|the|this|that|each|every|how|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|next|tomorrow|today|christmas|"
    r"xmas|it|you|your|someone|somebody|\w+ (?:people|users|person|of us|weeks?|months?|days?|"
    r"years?))(?![a-z]))|"
    r"(?:need|want|looking for|lookin for|look for|searching for|after|recommend|suggest|shopping for|buy|"
    r"just|simple|basic|good|decent|cheap|best|new)(?! (?:an? )?(?:\w+ )?(?:refund|quote|invoice|receipt|"
    r"help|replacement|card|code|number|link|appointment|discount|price|address|password|answer|someone|"
    r"somebody|information|info|support|demo|call|way|seats?|users?|licen[cs]es?|plan|pricing|table|room|"
    rf"money|budget|to)(?![a-z]))(?: [a-z0-9'-]+){{1,5}}? for(?! (?:me|us|my|our|him|her|them|use|sale|"
    r"free|about|around|under|less|over|max|up|rent|\d|\$|€|£|the|this|that|each|every|how|january|"
    r"february|march|april|may|june|july|august|september|october|november|december|next|tomorrow|today|"
    r"christmas|xmas|it|you|your|some\w*|now|years|ages|months|weeks|days|everyone|everybody|people|"
    r"employees|staff|users|teams?|customers|example|instance|cheap|a (?:good|reasonable|fair|friend|"
    r"while|few|month|year|week|day|quote|refund|discount|total|team|family|company|group|small|large|"
    r"couple|better|lower|price|\w+ price)|an? (?:\w+ )?(?:company|business|startup|agency|shop|store|"
    r"restaurant|clinic|office|firm|person|team|people|adult|child|kid|man|woman|girl|boy|hour)|"
    r"\w+ (?:people|users|person|of us|weeks?|months?|days?|years?|seats|agents|employees|"
    r"staff))(?![a-z]))|"
    rf"help(?:s|ing)? (?:me|us|my team|our team)(?: to)?(?= {_AIMS})|help(?:s|ing)? (?:me |"
    r"us )?with(?= (?:my |our |the )?(?:\w+ )?(?:pain|marketing|sales|support|bookings?|scheduling|"
    r"invoicing|payroll|accounting|recruiting|rehab|recovery|inventory|leads|customer \w+|training|"
    r"homework|anxiety|posture|sleep)(?![a-z])))(?![a-z])\s*"
)
_AIM = re.compile(
    r"(?<![a-z])(?:(?:we|i)(?:'re| are|'m| am|'d)?|im|were|trying|looking|need(?:ing)?|would|hoping|aiming|"
    r"planning|goal is|aim is|want(?:ing)?|like)(?: (?:need|want|wish|would like|like|looking|look|trying|try|"
    r"hoping|planning|have|hope|really need|really want|just need|just want|"
    rf"mainly want))? (?:to\s+)?(?<=to )(?={_AIMS}{_THEIRS})|(?<![a-z])(?:i|we) (?:mostly|mainly|primarily|usually) (?={_AIMS}{_THEIRS})|(?<![a-z])wanna (?={_AIMS}{_THEIRS})"
)
_ACTIVITY = re.compile(
    r"(?<![a-z])for\s+(?=(?:[a-z-]+ ){0,2}?(?:gaming|games|video editing|photo editing|editing|streaming|"
    r"browsing|school(?! year)|uni|university|college|studying|study|work(?:ing)?(?: from home)?|"
    r"home office|office work|travel(?:ling|ing)?|commuting|hiking|camping|running|cycling|programming|"
    r"coding|music production|recording|drawing|design|photography|watching \w+|reading|writing|cooking|"
    r"home use|"
    r"business use|personal use|back pain|neck pain|knee pain|side sleep\w*|sports|training|practi[sc]e|"
    r"practicing|beginners?|gigs|teaching|trading|everyday use|daily use|rehab|recovery|marketing|"
    r"invoicing|scheduling|bookings?|customer (?:support|service)|payroll|project management|"
    r"time tracking|accounting)(?![a-z])"
    r"|(?:my |our |a |an |the )?(?:[a-z-]+ )?(?:living room|bedroom|kitchen|bathroom|garden|garage|"
    r"basement|guest room|dorm(?: room)?|kids'? room|apartment|camper ?van|website|web site|site|blog|"
    r"podcast|youtube channel|online course|files|photos|gigs|guests|commute|home studio|private use|"
    r"trade show|conference|exhibition|wedding|party|birthday party|camping trip|road trip)(?![a-z]))"
)


def current_solutions(text: str, folded: str) -> list[Finding]:
    """What the visitor has or uses today, by the message."""
    found = []
    for match in _CURRENT.finditer(folded):
        start = match.end()
        if filler := _FILLER.match(folded, start):
            start = filler.end()
        if (
            _NOT_SOLUTION.match(folded, start)
            or (_asks(folded, match.start()) and not _FROM.match(match[0]))
            or "if" in clause_before(folded, match.start(), 8).split()
        ):
            continue
        span = phrase(folded, start, most_words=4)
        if span and not _NOT_SOLUTION.match(folded, span[0]):
            found.append(Finding("current_solution", text[slice(*span)], *span))
    return found


def use_cases(text: str, folded: str) -> list[Finding]:
    """What it is wanted for, by the message; the plainest statement first."""
    found = []
    for how, pattern in enumerate((_USE, _ACTIVITY, _AIM)):
        for match in pattern.finditer(folded):
            if pattern is _AIM and _asks(folded, match.start()):
                continue
            if (
                pattern is _ACTIVITY
                and (_SEEKING.search(folded, max(0, match.start() - 16), match.start()))
                and _MORE_NOUN.search(folded, match.end(), match.end() + 50)
            ):
                continue
            if pattern is _ACTIVITY and not (_WANTED.search(folded, 0, match.start()) or match.start() < 16):
                continue
            span = phrase(folded, match.end(), most_words=7)
            if span and re.match(r"[a-z]{2}", folded[span[0] :]) and not _UNFIT_USE.fullmatch(folded, *span):
                found.append((how, Finding("use_case", text[slice(*span)], *span)))
    return [finding for _, finding in sorted(found, key=lambda entry: entry[0])]


_UNFIT_USE = re.compile(
    r"(?:me|us|him|her|you|them|myself|sale|free|now|use|sure|it|this|that|my (?:\w+ )?(?:wife|husband|"
    r"son|daughter|mother|father|mom|mum|dad|kid|kids|girlfriend|boyfriend|partner|team|company|boss|"
    r"friend|family)|(?:our|the|my) (?:team|company|business|office)|(?:\w+ )?(?:birthday|christmas|xmas)|"
    r"best|both|all|each|men|women|price|good|great|help|info|details|advice|someone|somebody|people|employees|users|"
    r"staff|\w+ (?:people|users|employees))"
)


def _asks(folded: str, start: int) -> bool:
    """Whether the clause is a question about the vendor rather than a statement."""
    return bool(
        re.search(
            r"(?:^|[.,!?]\s*|(?:and|but) )(?:can|could|do|does|did|how|what|when|where|why|should|will|would|is|"
            r"are|if)(?: [\w']+){0,3}\s*$",
            clause_before(folded, start, 24),
        )
    )
