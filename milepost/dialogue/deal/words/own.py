"""Words of clauses that tell nothing, or only ask; for those that no model has read, of questions."""

from __future__ import annotations

import re

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
# What is said to somebody who talks, not told of oneself.
COURTESY = re.compile(
    r"(?:(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening|day)|morning|evening|afternoon|guten tag|bonjour|hola|olá|there|thanks?(?: you)?(?: so much| a lot| anyway)?|thank you|cheers|cheerio|bye|goodbye|see you|ok(?:ay)?|k|yes|yeah|yep|no|nope|sure|fine|great|grand|right|perfect|"
    r"good|nice|cool|lol|haha|ha|hm+|mm+|oh|ah+|uff|oof|wow|omg|jesus|amazing|awesome|sorry|please|pls|well|so|and|but|then|got it|i see|logical|fair|deal|that works|works|makes sense|true|exactly|anyway|nothing|maybe|idk|just|with|me|us|test|testing|now|gotcha|steep|pity|awesome|super|brilliant|lovely|shame|damn|meh|wait|hold on|danke|merci|gracias|obrigad[oa]|valeu|entendi|vale|gut|bien|bom|super helpful|very (?:correct|kind|good)|i thank you)\W*)+"
)
# Asks to have it on paper, whatever else the clause is about.
PAPER = re.compile(
    r"\b(?:in writing|on paper|as (?:a )?pdf)\b|\b(?:send|mail|e-?mail|write|make|put|need|want)\b[^.?!]{0,30}\b(?:offer|quote|quotation|proposal|estimate)\b"
)
