"""What clauses of a visitor's are about, by cues; and what is no telling at all: courtesies, questions, talk about the bot."""

from __future__ import annotations

import re

from milepost.dialogue.deal.words.told import DEADLINE, DECIDES, INVOLVED, TERMS
from milepost.sales.notes.own_words import About

_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tues?|wed|thurs?|fri|sat|sun)\b|tomorrow|today|tonight|weekends?|weekdays?|"
    r"montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|morgen"
)
_HOUR = r"(?:mornings?|afternoons?|evenings?|lunch ?time|noon|nights?|(?:after|before|between|from|until|till|not before|around|past|half) (?:half )?\d{1,2}(?![\d%]| ?(?:people|k\b|days|weeks|months|years|euro|percent))|\d{1,2} ?(?:[ap]\.?m\b|o'?clock|uhr)|vormittags?|nachmittags?)"
_FREE = (
    r"(?:not|nothing|only|never|except|best|fine|free|after|before|between|from|till|until|no good|works?|suits?|possible|ideal|"
    r"better|prefer|preferred|home|available|off|away|pls|please|nicht|nur|ab|erst)"
)
_WAY = r"(?:ring|call|phone|telephone|text|e-?mail|mail|write|message|whatsapp)"
_THING = r"(?:need|deliver|arriv|start|ship|decid|vot|open|launch|contract|budget|expire|renew|next one|since|bought|order|charge|sold|run|decision|price)"
REACH = re.compile(
    rf"(?:^|\b(?:please|pls|plz|just|rather|then|or|and|better|best|to|someone|somebody|you|oh)\W+){_WAY} (?:me|us|my \w+|her|him|first|only|back|after|before|on|tomorrow|today|in the)\b(?! (?:the |a |an )?(?:price|offer|quote|details|link))"
    rf"|\b(?:no|without|not (?:a|by|on|in|via)(?: the| a)?) (?:phone |more |sales )?(?:calls?|phone|telephone|chat|e-?mails?)\b|\b(?:phone )?calls? (?:is |are )?not (?:needed|necessary|wanted)\b|\b(?:don't|dont|do not|not to) (?:call|ring|phone)\b"
    rf"|\btext(?:s|ing)?(?:,| only| first| me| is (?:best|better|fine))|\b(?:phone|telephone|e-?mail|mail|text|whatsapp|writing) (?:is|works|would be) (?:better|best|fine|easier|ok)\b|\b(?:only|just) (?:by |via |per )?(?:e-?mail|mail|text|phone)\b"
    rf"|\bi(?:'m| am|m) (?:at )?(?:home|free|off(?! to)|away|available|around|in a meeting|on holiday|abroad|terrible for answering)\b|\b(?:i|he|she|they) (?:reads?|checks?|answers?|picks? up)\b[^.?!]{{0,12}}\b(?:e-?mails?|mails|phone|calls)\b"
    rf"|\b(?:someone|somebody|there) is (?:always |usually )?(?:there|home|in|someone)\b|\bvisits? (?:is |are )?(?:only )?possible\b|\bdon'?t hear\b|\b(?:hard of hearing|you have my (?:number|mail|e-?mail|phone)|same (?:e-?mail|number|address|phone) as|on file|just walk in)\b"
    rf"|\b(?:not|never|nothing|only) (?:before|after|until) (?:{_DAY}|\d)"
    rf"|\b(?:works? (?:shifts|nights)|i work nights|i teach|baby naps)\b|\bask for [A-Z]?\w+$"
    rf"|^(?!.*\b(?:{_THING}|every\b|answered|took|asap|red\b|next week))(?=.{{0,64}}$)(?=.*(?:\b(?:{_DAY})\b|\b{_HOUR}))(?=.*\b{_FREE}\b)"
    rf"|\bmornings? (?:are |is )?(?:no good|not good|bad)\b|\b(?:only|not|never|nothing|best|free|ideally) (?:\w+ ){{0,2}}?(?:{_DAY})\b(?! ?\d)"
    rf"|^(?:{_DAY}|{_HOUR})\b[^.?!]{{0,40}}\b(?:don't|dont|can't|best|good|fine|time|work)\b"
)
PROBLEM = re.compile(
    r"\b(?:nobody|no one|noone|never (?:got|heard|came|called)|not (?:a penny|working|seen|charging|loading|syncing)|(?:doesn|don|didn|won|isn)'?t (?:work|load|sync|open|start|come|turn on|switch on|charge|fit)|broke(?:n)?|leak\w*|faulty?|defect\w*|"
    r"(?:was |is |are |were )?(?:cold|stuck|jammed|blocked|closed|full|down|late|wrong|dead|empty|dirty|slow|missing)\b|third time|second time|twice|red light|errors?|crash\w*|lost|losing|drown\w*|chaos|a mess|messy|struggl\w*|problems?|trouble|"
    r"pain\w*|hurts?|injur\w*|sore|stiff|fell|a fall|scared|afraid|worried|worries|ransomware|hacked|stolen|charged|overcharg\w*|complain\w*|unhappy|annoy\w*|angry|fed up|sick of|tired of|a joke|rushed|no space|"
    r"out of (?:space|support|date|order)|waiting for|takes? (?:ages|forever|too long|days|hours)|took \d|too (?:many|slow|small|loud|complicated)|crutches|operation|surgery|wheelchair|walks badly|bruised|coming off|"
    r"every time|from zero|found out|nothing since|increased (?:us|our|the)|rais(?:ed|ing) (?:the|our) prices?|worn|gone|same (?:\w+ )?questions|no reports|automatic reply|mess(?:ed)? up|failed|fails|failing|kaputt|defekt|en panne|roto)\b"
)
OFFER = re.compile(
    r"\b(?:offer(?:ed|s)? (?:us|me|from|on)|quoted (?:us|me)|(?:other|another|two|one|three|an|better|cheaper) (?:other )?(?:offers?|quotes?)|offers? in hand|an? offer\b|elsewhere|competitors?|is looking at me|looking at (?:other|another)|"
    r"(?:with|from|at|on) another (?:shop|provider|company|gym|clinic|hotel)|angebot von|offre de)\b"
)
DATE = re.compile(
    rf"{DEADLINE.pattern}"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)?|early|mid|late|in|by|before|until|till|from|for|on|of|from|end of|start of|week of|the) (?:of )?(?:the )?(?:\d{1,2} )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|june|july|august|sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:,| \d| ideally| trip| if|$)|\b(?:by|before|until|till|on|for) the \d{1,2}(?:st|nd|rd|th)\b(?! (?:floor|time|of them|one))|\b\d{1,2}(?:st|nd|rd|th)? (?:to|or|-|until) (?:the )?\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}-\d{1,2} or \d"
    r"|\b(?:next|this) (?:week|month|year|spring|summer|autumn|winter|quarter|saturday|sunday|monday|tuesday|wednesday|thursday|friday)\b|\b(?:before|by|until|after|this side of) (?:christmas|easter|summer|winter|new year|the season|tax season)\b|\bstart(?:s|ing)? (?:would be|on|in|next|asap)|\basap\b|\bas soon as\b|\bdeadline\b|\bstraight away\b|\b(?:i|we|il|ill)(?:'ll| will)? (?:come|drop|pop|be there|look)\b[^.?!]{0,20}\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:until|by|till) (?:the )?(?:weekend|friday|monday|then)\b|\btoday\b"
)
MONEY = re.compile(
    r"[£$€]\s?\d|\b\d[\d.,]*\s?(?:k\b|euros?|eur|dollars?|usd|pounds?|quid|bucks|gbp|chf|cad|grand)|\b(?:budget|limit|afford|funds?|fund|expensive|dear(?:er)?|pricey|cheap(?:er|est)?|price|prices|pays? back|reduction|grant|own money|discount|per (?:person|head|seat|month|year))\b|\b(?:maybe|about|max|under|is like|up to) \d{2,}(?: a (?:month|year)| for everything| all in)"
)
_TERMS = "|".join(cue.pattern for _, cue in TERMS)
TERM = re.compile(
    rf"{_TERMS}|\b(?:deposit|receipt|vat|lock(?:ed)?[- ]in|tie-in|notice|in writing|on paper|as (?:a )?pdf|signature|signed offer|written (?:quote|offer)|monthly then|pay(?:ment)? (?:by|on|only)|cancellation|unlimited|refund|money back|a month back|paid)\b"
)
WISH = re.compile(
    r"\b(?:i|we|he|she|they|you|my \w+|our \w+)(?:'d|'ll| would| should| do| does| will)?(?: really| also| just| still| rather| only| both| to)*(?: have to be| must have| rather have| wants?| needs?| likes? (?:to|a|an|it|the)| love to| prefers?| wish| hopes?| require| intend| plan to| think about| take| like)\b"
    r"|\b(?:looking for|id like|i'd like|we'd like|i'd want|would want|would suit|must be|must have|has to be|have to be|needs to|need (?:a|an|the|to|it|them|some|live|about)|is important|please|pls|only want|ill take|i'll take|il take|want (?:a|to|the|it|them)|start the trial|start with|prefer(?:ably|red)?|ideally|should be|would need|would stay|'ll stay|instead of|as a kindness|nothing above|not more than|without those|say \d+ then|make it \d+|asking for|thinking (?:of|about)|wants?|repair|ich (?:möchte|brauche|suche)|wir (?:möchten|brauchen|suchen)|je (?:voudrais|cherche)|quiero|necesito|busco)\b|^(?:not|no) the\b|\bnot (?:just|only)\b"
)
SITUATION = re.compile(
    r"\b(?:i|i'm|im|i've|ive|we|we're|we've|my|our|us|he|he's|hes|she|she's|shes|they|they're|me|mine|ours|currently|existing|right now|at the moment|employees|agents|staff|seats|members?|customers?|since|ich|wir|mein|unser|je|nous|notre|mi|nuestro|eu|nós)\b|\b\d+ (?:\w+ )?(?:people|persons?|kids|children|pupils|adults|users|guests|rooms|articles|tb|gb|kwh|m2|sqm|years|months|writers?|desks|chats?|tickets|mailboxes|vans|cars|dogs)\b|\bfor my\b|\bit'?s (?:flat|a|an|for|the|our)\b|\b(?:in|near|from) [a-z]+$"
)
LABELS: tuple[tuple[About, re.Pattern[str]], ...] = (
    (About.REACH, REACH), (About.PROBLEM, PROBLEM), (About.OFFER, OFFER), (About.PEOPLE, re.compile(f"{DECIDES.pattern}|{INVOLVED.pattern}")),
    (About.DATE, DATE), (About.MONEY, MONEY), (About.TERMS, TERM), (About.WISH, WISH), (About.SITUATION, SITUATION),
)  # fmt: skip
PEOPLE = re.compile(
    r"\b(?:committee|board|trustees|director|treasurer|chair(?:man|woman)|ciso|cfo|cto|ceo|md|managing director|wife|husband|partner|bursar|head ?teacher|the head|he signs|she signs|signs (?:it|off)?|only recommend|decides?|decide|deciding|does the money|sign alone|sister|deputy)\b"
)

# A clause that only asks; who asks for something to be done wishes it.
ASKS = re.compile(
    r"(?:(?:and|so|ok|okay|but|hi|hello|hey|also|then|ah|well|evening|morning|nice|fine|oof|uff|wow|jesus|omg|[£$€]+)\W+)*(?:(?:\w+ ){1,2}\w+, (?=what|how))?(?:what(?:'?s|s)?|how|which|when(?:'?s)?|where|who(?:'s)?|why|does|do (?:you|u|ye|i|we|they|the|people|charities|your|associations)|did|is (?:it|there|that|this|the|your|\w+ (?:included|possible))|"
    r"are (?:there|you|these|the|those)|can (?:i|we|it|you|u|ye|the|someone|somebody|he|she)|could (?:i|we|it|you|the|someone|somebody|your)|will (?:it|you|there)|would (?:it|you|the|i)|may i|shall i|any (?:discount|chance|reduction|deal)|have you|anything|"
    r"was (?:kostet|ist)|wie|welche|gibt es|kann|combien|comment|quel|est-ce|cuánto|cómo|qué|quanto|qual)\b"
)
ASKS_FOR = re.compile(
    r"\b(?:can|could|would|will|may|might) (?:you|u|ye|someone|somebody|anyone|one of you) (?:please |pls |possibly |maybe )?(?:send|put|hold|keep|reserve|call|ring|mail|e-?mail|text|write|come|make|move|confirm|bring|show|visit|deliver|ship|wrap|arrange|book|do me|fix|look at|give|get)\b"
    r"|\b(?:can|could|may|might) (?:i|we|he|she|they) (?:please )?(?:try|start|book|get|have|pause|freeze|stop|swap|return|come|pick|interview|speak|talk|test|keep|reserve|order|take)\b"
    r"|\b(?:can|could) (?:it|this|that|the|these|they) [^?]{0,30}\b(?:be|by|done|here|ready)\b|\bhave someone\b|\bi need to change\b|\bwho (?:can|could) (?:give|send|call|tell|help|show)\b"
)
# Asks to have something done that only a person does.
REQUEST = re.compile(
    r"\b(?:can|could|would|will|may|might) (?:you|u|ye|someone|somebody|anyone|one of you) (?:please |pls |possibly |maybe )?(?:send|put|hold|keep|reserve|call|ring|mail|e-?mail|text|write|come|make|move|confirm|bring|show|visit|deliver|arrange|book|give|get)\b"
    r"|\b(?:can|could|may) (?:i|we|he|she|they) (?:please )?(?:try|start|pause|freeze|stop|swap|return|come|interview|test|reserve)\b|\bstart the trial\b|\b(?:need|want|like) (?:the|an?|your|it|that) (?:\w+ )?(?:offer|quote|proposal|demo|visit|trial|appointment)\b"
    r"|\b(?:in writing|as (?:a )?pdf|written (?:quote|offer))\b|\b(?:wants?|need|like) to (?:see|meet|speak to|talk to) (?:somebody|someone|a person)\b|\b(?:want|like|need) to (?:stop|pause|freeze|cancel|change|try)\b|\bhave (?:someone|somebody) (?:call|come|ring)\b|\bsend (?:me|us|it|the|her|him)\b|^(?:please )?(?:ring|call|text) my\b"
)
# What is said to somebody who talks, not told of oneself.
COURTESY = re.compile(
    r"(?:(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening|day)|morning|evening|afternoon|guten tag|bonjour|hola|olá|there|thanks?(?: you)?(?: so much| a lot| anyway)?|thank you|cheers|cheerio|bye|goodbye|see you|ok(?:ay)?|k|yes|yeah|yep|no|nope|sure|fine|great|grand|right|perfect|"
    r"good|nice|cool|lol|haha|ha|hm+|mm+|oh|ah+|uff|oof|wow|omg|jesus|amazing|awesome|sorry|please|pls|well|so|and|but|then|got it|i see|logical|fair|deal|that works|works|makes sense|true|exactly|anyway|nothing|maybe|idk|just|with|me|us|test|testing|now|gotcha|steep|pity|awesome|super|brilliant|lovely|shame|damn|meh|wait|hold on|danke|merci|gracias|obrigad[oa]|valeu|entendi|vale|gut|bien|bom|super helpful|very (?:correct|kind|good)|i thank you)\W*)+"
)
OF_THE_BOT = re.compile(
    r"\b(?:robots?|chat ?bots?|(?:a|the|you(?:'re| are)? (?:a |an )?) ?(?:bot|machine|ai)|nice website|you(?:'re| are|'ve been| have been) (?:very |so |super )?(?:helpful|patient|kind)|no offen[sc]e|real person|are you real|don'?t laugh|you know how|you tell me|do i can write|just (?:theoretically|asking)|no promise)\b"
)
