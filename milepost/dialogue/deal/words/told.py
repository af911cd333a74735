"""How people tell who decides, ask for terms, name what they have and what another offers."""

from __future__ import annotations

import re

_PART = (
    r"(?:boss|(?:line |office |practice |project |general |managing |finance |it |hr |purchasing |sales |support )?(?:manager|director|department|team)|cfo|ceo|cto|coo|cio|"
    r"head of [a-z]+|owner|co-?founder|founder|business partner|partner|wife|husband|fianc[eé]e?|colleague|co-?worker|assistant|secretary|accountants?|"
    r"bookkeeper|accounting|procurement|purchasing|finance|legal|it|hr|management|headquarters|hq|team lead|lawyer|treasurer|bursar|chair(?:man|woman|person)?|buyer|"
    r"controller|principal|head ?teacher|board|committee|works council|mum|mom|mother|dad|father|brother|sister|daughter|son)"
)
_NAME = r"[A-ZÀ-Þ][\w'-]{1,24}(?: [A-ZÀ-Þ][\w'-]{1,24})?"
_WHO = rf"(?:(?i:(?:my|our|the|her|his|their) {_PART})(?:,? {_NAME})?|(?:HR|IT|Finance|Legal|Procurement|Management|Purchasing))"
_DOES = (
    r"(?:decides?|approves?|signs?(?: (?:it|that|this|for it|off|contracts|everything))?|okays?|pays?\b(?! attention)|has (?:the (?:final|last) (?:say|word|call)|to (?:\w+ )?(?:sign|approve|decide|agree|ok|okay|see|look|check|release))|"
    r"have to (?:\w+ )?(?:sign|approve|decide|agree|ok|okay)|needs? to (?:\w+ )?(?:sign|approve|decide|agree|ok|okay|see|look at|check)|must (?:\w+ )?(?:sign|approve|decide|agree|ok|okay)|"
    r"will (?:have to )?(?:\w+ )?(?:sign|decide|approve|pay|okay)|wants? to see|holds? the (?:purse|budget)|makes? the (?:call|decision)|is the (?:one who decides|decision[- ]?maker))"
)
DECIDES = re.compile(
    rf"\b{_WHO}(?:,| is| who)?(?: \w+){{0,2}}? (?i:{_DOES})\b"
    rf"|\b{_NAME} (?i:(?:\w+ )?(?:decides|approves|signs (?:it )?off|has (?:to sign|to approve|the (?:final|last) (?:say|word)))|makes the (?:call|decision))\b"
    rf"|(?i:\b(?:i|we)(?:'ll| will)? (?:have to|need to|must|should|gotta|got to|want to) (?:\w+ ){{0,2}}?(?:ask|check (?:it |this |that )?with|convince|get (?:the )?(?:approval|ok|okay|go-ahead|sign-off) (?:from|of)|run (?:it|this|that) (?:by|past)|talk (?:it over )?(?:to|with)|speak (?:to|with)|discuss (?:it|this|that) with|show (?:it|this|that) to) (?:my|our|the) {_PART}\b)"
    r"|(?i:\b(?:i (?:make the (?:final )?(?:decision|call)|decide|am the decision[- ]maker|sign (?:it )?off)|(?:it's|that's|is) (?:my|not my) (?:decision|call)|(?:the )?decision (?:is|lies|rests) (?:with|made by)|"
    r"i (?:don't|do not|can't|cannot) (?:decide|sign|approve)(?: (?:that|this|it))?(?: (?:alone|myself))?)\b)"
    rf"|(?i:\bi(?:'m| am) (?:the|a|an) (?:ceo|cto|cfo|coo|cio|founder|co-founder|owner|managing director|head of [\w ]{{2,20}}|director of [\w ]{{2,20}}|(?:\w+ ){{0,2}}manager)\b)"
    r"|(?i:\b(?:mein|meine|unser|unsere|der|die) (?:chef(?:in)?|geschäftsführ\w+|vorgesetzte\w*|leitung|einkauf|vorstand)(?: \w+){0,4} (?:entscheide\w*|muss|unterschreib\w*|genehmig\w*|zustimm\w*|freigeb\w*)"
    r"|\bich (?:entscheide|bin (?:die |der )?(?:geschäftsführ\w+|inhaber\w*|leiter\w*))"
    r"|\b(?:mon|ma|notre) (?:chef\w*|patronn?e?|direct\w+|direction|responsable|service achats)(?: \w+){0,4} (?:décide\w*|doit|signe\w*|valide\w*)|\bc'est moi qui décide|\bje suis (?:le |la )?(?:gérante?|direct\w+|responsable|patronn?e?)"
    r"|\b(?:mi|nuestr[oa]) (?:jef[ea]|director\w*|gerente|dirección|socio)(?: \w+){0,4} (?:decide|tiene que|debe|firma|aprueba)|\byo decido|\bsoy (?:el |la )?(?:dueñ[oa]|gerente|director\w*|responsable)"
    r"|\b(?:meu|minha|nosso|nossa) (?:chefe|diret\w+|gerente|direção|sóci[oa])(?: \w+){0,4} (?:decide|tem que|precisa|assina|aprova)|\beu decido|\bsou (?:o |a )?(?:don[oa]|gerente|diret\w+|responsável))"
)
DECIDES_SELF = re.compile(
    r"\bi(?:'m| am) the\b|\bi (?:make the|decide|sign)\b|\b(?:my \w+|he|she) and (?:i|me)\b|\bwe (?:both )?decide\b|\bich entscheide|c'est moi|\byo decido|\beu decido|\bmy (?:decision|call)\b(?<!not my decision)(?<!not my call)"
)
DECIDES_LATER = re.compile(
    r"\b(?:i|we)(?:'ll| will)? (?:have to|need to|must|should|gotta|got to|want to) (?:\w+ ){0,2}?(?:ask|check|convince|get|run|talk|speak|discuss|show)\b"
)
OTHER = re.compile(
    rf"{DECIDES.pattern}|(?i:\b(?:my|our) {_PART})(?:,? {_NAME})?,? (?i:(?:will|would|is|wants?|says?|asks?|uses?|handles?|takes? care|does|needs?|buys?|also))\b"
    rf"|(?i:\b(?:attn|attention|att|fao|f\.a\.o|c/o|care of)\b)\.?:? {_NAME}"
    rf"|\b{_NAME} (?i:(?:in|from|at|of) (?:our )?(?:procurement|purchasing|accounting|accounts|finance|hr|it|legal|operations|marketing|support))\b"
    rf"|(?i:\b(?:cc|copy|include|loop in|bring in|with) (?:my|our|the) {_PART}\b)"
    rf"|\b(?i:(?:buying|asking|shopping|looking|collecting (?:offers|quotes)) (?:for|on behalf of) (?:my|our) {_PART})\b"
)
TERMS = (
    ("PO number", re.compile(r"\bp\.? ?o\.?(?: ?(?:number|no\b|nr|#|box(?!)))|\b(?:our|the|a) po\b|\bpurchase order|\b(?:our |an? |the )?order (?:number|no|ref(?:erence)?)\.? (?:on|please|pls|printed|has to|must)|\bbestellnummer auf|\bnuméro de commande sur")),
    ("invoice", re.compile(r"\b(?:pay|paying|payment|buy|order|bill(?:ed|ing)?)\b[^.?!]{0,20}\b(?:by|on|via|against|per|with an?) (?:an? )?invoice|\b(?:need|want|get|send|have|issue|require|like|expect|with|proper|an|on)\b[^.?!]{0,24}\binvoices?\b(?! [\w-]*\d)|\binvoice (?:with|please|pls|on|to)\b|^invoice\b(?! [\w-]*\d)|\bon account\b|\bauf rechnung|\bsur facture|\bcon factura|\bcom fatura|\brechnung\b")),
    ("contract", re.compile(r"\b(?:framework |written |proper |own |standard |service |annual )?(?:contract|agreement|msa|nda|dpa|data processing agreement|avv)\b(?<!of contract)|\b(?:vertrag|auftragsverarbeitung)\b|\bcontrat\b|\bcontrato\b")),
    ("discount", re.compile(r"\bdiscounts?\b|\brebate\b|\d ?(?:%|percent|per cent) (?:off|less|discount)|\b(?:better|best|special|lower) price\b|\b(?:can(?:'t)?|cant|could|if you) (?:you )?(?:can(?:'t|not)? )?(?:match|beat)\b|\bknock\b[^.?!]{0,20}\boff\b|\bcheaper if\b|\bdo (?:any )?better (?:than|on)\b|\brabatt\b|\bremise\b|\bdescuento\b|\bdesconto\b")),
    ("payment terms", re.compile(r"\bnet ?\d{2}\b|\b(?:pay(?:ment|able|ing)?\b[^.?!]{0,30}\d+ days|\d+ days(?:'? (?:net|to pay|payment|terms)))|\b(?:bank|wire) transfer|\binstal?lments?\b|\bpay (?:later|monthly|in parts|quarterly|upfront|half)\b|\bdirect debit\b|\bzahlungsziel|\büberweisung|\bvirement\b|\btransferencia\b")),
    ("trial", re.compile(r"\b(?:free |paid )?(?:trial|pilot(?: phase| project)?|proof of concept|poc)\b|\b(?:try|test) it (?:first|out|before)\b|\btestphase\b")),
    ("refund", re.compile(r"\b(?:want|get|like|need|expect|due|owed|ask(?:ed)? (?:for|about)|give me)\b[^.?!]{0,24}\b(?:refund|money back)\b")),
)  # fmt: skip
_TIME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|next (?:week|month|year|quarter)|(?:the )?end of|year[- ]?end|christmas|easter|q[1-4]|\d{1,2}(?:st|nd|rd|th)|the (?:holidays|season|new year))"
DEADLINE = re.compile(
    rf"\b(?:need|must|have to|has to|got to|want|sign(?:ed)?|start|go live|live|deliver(?:ed)?|arrive|order|decide|launch|running|set up|ready|in place|close|finish|done|switch|renewal|renews?|ends?|expires?|budget)\b[^.?!]{{0,40}}\b(?:before|by|until|no later than|latest|on|in time for|at the end of) (?:the )?{_TIME}\b"
    r"|\bdeadline\b|\bbis (?:zum |spätestens |ende )|\bavant (?:le|fin)\b|\bantes del?\b"
)
HAS = re.compile(
    r"\b(?P<customer>(?:we|i)(?:'re|'ve been| are| am|'m| have been|ve been)? (?:already |both |also |long-?time |loyal |existing |happy )*(?:an? )?(?:\w+ ){0,2}?(?:customers?|members?|clients?|subscribers?)\b|(?:customers?|members?|clients?) (?:of yours|with you|since|for)|you (?:built|installed|sold us|sold me|fitted|delivered) (?:it|us|me|this|our|the)|(?:bought|ordered) (?:it |this |them )?(?:from you|here|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|last \w+|on the))"
    r"|\b(?:we|i)(?:'ve| have|'re| are|'m| am)? (?:already |currently |now |still |been )*(?:have|had|use|using|on|pay(?:ing)? for|got|subscribed to|running|run|bought|ordered)\b"
    r"|\b(?P<ours>our|my) (?:current |existing )?(?:plan|subscription|account|seats|licen[cs]es?|membership)\b"
)
RIVAL = re.compile(
    r"\b(?!(?:that|this|it|which|what|he|she|there|price|who|everything|nothing|something|yours|the|one|team|plan|and|or|please|to|town|city|state|government|council|county|bank|grant|school|insurance)\b)[a-z][\w&-]{2,} (?:is|are|was|were|would be|costs?|charges?|offers?|offered|has offered|gives|gave|quoted|sells?)(?: (?:us|me|it|that|this|only|just|about|nearly))* (?:\d+ ?%|half|cheaper|less|a third|much less|way less|a better|a lower)"
    r"|\b(?:cheaper|half the price|a better (?:offer|price)|less) (?:at|from|with|by|elsewhere)\b|\b(?:another|other) (?:provider|vendor|supplier|shop|company)\b[^.?!]{0,20}\b(?:offer\w*|quot\w+|cheaper|less)"
)
# A name of another is an offer of theirs where the clause says so, and not where it tells what somebody has today.
OFFERS = re.compile(
    r"\b(?:offer\w*|quot\w+|price|priced?|costs?|charges?|cheaper|less|dearer|more expensive|than|vs|versus|or|compar\w+|rather|switch\w*|considering|looking at|against|match|beat|says|elsewhere|leave|leaving|going to|go to|go with|angebot|devis|oferta)\b|[£$€] ?\d|\d ?(?:%|[£$€]|euros?|dollars?|bucks|quid|pounds|a (?:month|seat|year|user|computer))"
)
NOT_AN_OFFER = re.compile(
    r"^(?:(?:hi|and|so|well|yes)\W+)*(?:we|i)(?:'re|'m| are| am|re|m)? (?:currently |now |today )?(?:with|on|at|using|use|have|had|been with) (?!an? (?:offer|quote))(?!\d)[^.?!]*\b(?:today|now|rn|at the moment|currently|since|for \d+)\b|\b(?:someone|somebody|a friend|friends|neighbou?r|my mate|a buddy)\b[^.?!]{0,24}\b(?:goes|uses|pays|has|is with|swears)\b|\bignore\b"
)
ASKS_OF_GOODS = re.compile(
    r"^(?:how (?:do|does|can) (?:i|we|it|you)|does (?:it|this|that|\w+)|do (?:your|the) |is (?:it|there|this)|are (?:there|these)|can (?:it|this|customers|users|agents) |what (?:is|are|does)|which )"
    r"|\b(?:our|my|the|their) (?:customers|clients|users|guests|patients)\b"
)
ASKS = re.compile(
    r"(?:(?:and|so|ok|okay|but|hi|hello|also)\W+)*(?:what|how|which|when|where|who|why|does|do you|is it|is there|is the|are there|can (?:i|we|it|you)|could (?:i|we|it)|"
    r"was (?:kostet|ist)|wie|welche|gibt es|kann|hat|combien|comment|quel|est-ce|y a-t-il|cuánto|cómo|qué|hay|tiene|quanto|como|qual|tem)\b"
)
