"""How people speak of somebody else whom they give an address or a name of."""

from __future__ import annotations

import re

_OF_A_FIRM = (
    r"(?:(?:line|office|practice|project|general|managing|finance|it|hr|purchasing|sales|support|service|site|facility|operations|"
    r"marketing|store|shop) )?(?:manager|director|lead)|boss|cfo|ceo|cto|coo|cio|head of [a-z]+|owner|co-?founder|founder|"
    r"(?:business )?partner|deputy|colleague|co-?worker|team ?mate|assistant|secretary|accountants?|bookkeeper|it (?:guy|girl|person|man|woman|admin)|"
    r"admin|lawyer|treasurer|bursar|chair(?:man|woman|person)?|buyer|controller|principal|head ?teacher|caretaker|receptionist|"
    r"accounts|accounting|procurement|purchasing|board|agency|architect|electrician|coach|trainer"
)
_OF_A_FAMILY = (
    r"wife|husband|fianc[eé]e?|girlfriend|boyfriend|flatmate|landlord|landlady|neighbou?r|friend|mum|mom|mother|dad|father|brother|sister|"
    r"daughter|son|uncle|aunt|cousin|nephew|niece|gran(?:dma|ny)?|grandad|grandson|granddaughter|(?:mother|father|sister|brother|son|daughter)-in-law"
)
_ENGLISH = rf"(?:{_OF_A_FIRM}|{_OF_A_FAMILY})"
_OTHER_LANGUAGES = (
    r"(?:mein|unser)(?:e|en|em|er)? (?P<de>chef(?:in)?|kolleg(?:e|en|in)|frau|mann|stellvertreter(?:in)?|assistent(?:in)?|sekretär(?:in)?|"
    r"buchhalt(?:er|erin|ung)|vorstand|vorsitzende[rn]?|partner(?:in)?|tochter|sohn|mutter|vater|bruder|schwester|nachbar(?:in)?|freund(?:in)?)|"
    r"(?:mon|ma|notre) (?P<fr>chef(?:fe)?|collègue|femme|mari|adjointe?|assistante?|secrétaire|comptable|associée?|fille|fils|mère|père|frère|"
    r"sœur|voisine?|amie?|direct(?:eur|rice))|"
    r"(?:mi|nuestr[oa]) (?P<es>jef[ea]|compañer[oa]|colega|mujer|esposa|marido|esposo|asistente|secretari[oa]|contable|soci[oa]|hij[oa]|madre|"
    r"padre|herman[oa]|vecin[oa]|amig[oa]|direct(?:or|ora))|"
    r"(?:meu|minha|nosso|nossa) (?P<pt>chefe|colega|mulher|esposa|marido|assistente|secretári[oa]|contador[a]?|sóci[oa]|filh[oa]|mãe|pai|irm(?:ão|ã)|"
    r"vizinh[oa]|amig[oa]|diretor[a]?)"
)
PART = re.compile(
    rf"(?i:(?<![a-z'])(?:(?:my|our|the|her|his|their) (?:[a-z-]+ )?(?P<en>{_ENGLISH})|(?:^|(?<=[.,;:(/\n] ))(?P<alone>{_ENGLISH})(?=\s*:|['\u2019]s (?:full )?name)|{_OTHER_LANGUAGES})(?![a-z-]))"
)
"""Who somebody is to the visitor: "my deputy", "chairman:"."""

NAME = r"[A-ZÀ-Þ][\w'\u2019-]{1,24}(?: (?:(?:de|van|von|der|da|la|el|bin) ){0,2}[A-ZÀ-Þ][\w'\u2019-]{1,24}){0,2}"
_NO_NAME = (
    r"(?:I|We|You|He|She|They|It|Its|That|This|The|My|Mine|Our|And|But|So|Please|Ok|Okay|Yes|No|Hi|Hello|Hey|Or|Then|Now|If|When|Thanks|Thank|Here|There|"
    r"E-?[Mm]ail|Mail|Phone|Tel|Telephone|Mobile|Cell|Handy|Number|Address|Contact|Fax|Office|Work|Home|Private|Direct|Ext|Best|Call|Text|Ring|Write|Send|Cc|CC|Copy|"
    r"Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?|Mr|Mrs|Ms|Dr|Prof)"
)
_NAMED = rf"(?P<name>(?!{_NO_NAME}\b){NAME})"
NAMED_LAST = re.compile(rf"(?:^|(?<=[\s(/:]))(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?{_NAMED}(?:\s*\([^)]*\))?[\s,:(/-]*$")
"""A name right before an address."""

LEADS_TO = re.compile(
    rf"[\s,(:-]*(?:{NAME})?[\s,(:-]*|.*(?:[:(]|(?i:\b(?:is|at|on|under|via|ist|unter|est|à|es|en|é|em)))\s*", re.DOTALL
)
"""What may stand between somebody and their address."""

NAME_IS = re.compile(
    rf"(?:^|(?<=[\s(/,]))(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?{_NAMED}(?:(?:'|\u2019)s (?i:e-?mail|mail|address|number|phone|mobile|cell))?"
    r" (?i:is|can be reached|is reachable|is on|ist|est|es|é)(?i: (?:on|at|under|reachable at))?[\s:]*$"
)
"""Somebody spoken of: "Lorraine is …"."""

PRONOUN = re.compile(
    r"(?i:(?<![a-z])(?:her|his|their)(?: \w+)? (?:e-?mail|mail|address|number|phone|mobile|cell)(?: address| number)?(?: is|'s)?[\s:]*$)"
)
COPY = re.compile(
    r"(?i:(?<![a-z])(?:b?cc|c\.c\.|cop(?:y|ied)(?: in| to)?|in copy|also to|as well as|loop in|add|in kopie(?: an)?|kopie an|en copie|copie à|en copia(?: a)?|"
    r"con copia a|em cópia(?: para)?|com cópia para)(?![a-z])(?: (?:it|that|him|her|them|my|our|the|to))*[\s:]*)"
    rf"(?:(?:(?i:{_ENGLISH})|{NAME})[\s,:(]*){{0,2}}$"
)
"""A copy goes there."""

DESTINATION = re.compile(
    r"(?i:(?<![a-z])(?:send|mail|e-?mail|forward|write|ring|call|phone|text|reach|contact|speak|talk)(?![a-z]))"
)
MYSELF = re.compile(
    r"(?:(?i:\b(?:i'm|im|i am|this is|my name is))\s+[A-ZÀ-Þ]|(?i:\b(?:mine|(?:my|our) (?:own )?(?:e-?mail|mail|address|number|phone|mobile|cell)|me (?:at|on|under))\b)|"
    r"(?i:\bich bin\b|\bmeine (?:mail|adresse|nummer)\b|\bmon (?:adresse|numéro)\b|\bmi (?:correo|número)\b|\bmeu (?:e-?mail|número)\b))"
)
AS_MYSELF = re.compile(r"(?i:(?:\bi'm|\bim|\bi am|\bwe're|\bas|\bich bin|\bje suis|\bsoy|\bsou)\s*$)")
"""What makes a part the visitor's own: "I'm the owner"."""

NAMES = re.compile(
    r"(?i:(?<![a-z])(?:name|names|named|i'm|im|i am|it's|it is|this is|call me|called|here|ask for|regards|cheers|thanks|thank you|thx|best|greetings|"
    r"signed|attn|mr|mrs|ms|dr|heiße|heisse|ich bin|grüße|gruß|m'appelle|je suis|llamo|soy|saludos|chamo|sou|abraços?)(?![a-z]))"
)
"""What says that a word beside it is a name."""

CORRECTS = re.compile(
    r"(?i:\b(?:not|no longer|old|instead|actually|sorry|correction|rather|use|wrong|better|new one)\b)"
)
SENTENCE = re.compile(r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<=[.!?;])\s+|\n+")
