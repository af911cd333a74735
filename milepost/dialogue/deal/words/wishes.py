"""How people wish to be called, met or sent something, chase an answer, and promise one."""

from __future__ import annotations

import re

PAPER = (
    r"\b(?:offers?|quot(?:e|es|ation|ations)|estimates?|proposals?|invoices?|receipts?|contracts?|agreements?|price lists?|brochures?|catalogues?|"
    r"samples?|dpa|nda|paperwork|documents?|datasheets?|spec sheets?|order forms?|confirmation|"
    r"angebot|rechnung|vertrag|unterlagen|devis|facture|contrat|oferta|presupuesto|factura|contrato|proposta|orçamento|fatura)\b"
)
_SOMEBODY = (
    r"(?:someone|somebody|anyone|anybody|some one|one of (?:you|your (?:people|team|colleagues))|you(?: guys| people| lot)?|u|a (?:person|human|colleague|rep|real person|sales(?:person| rep)?)|"
    r"(?:your )?(?:sales|support|team|people)|he|she|they|the (?:team|doctor|therapist|manager))"
)
_ASKED = rf"(?:(?:can|could|may|will|would|should|have|let|get|pls|please) {_SOMEBODY}(?: (?:please|pls|maybe|just|kindly|possibly))*|{_SOMEBODY}(?: (?:please|pls|should|can|could|must|to|needs to|has to))*)"
# Before a verb in the imperative: the beginning, or what politeness puts there.
_BEGINS = r"(?:^|^.{0,40}(?:please|pls|plz|just|ok|okay|great|yes|yeah|sure|thanks|perfect|good|cool|then|so|and|or|better|best|to|no|nope|hi|hello|hey|actually|instead|rather)\W+)"
_CALLS = r"(?:call|ring|phone|telephone)"

CALL = re.compile(
    rf"{_BEGINS}(?:{_CALLS} (?:me|us)\b(?! (?:old|crazy|mad|a\b|an\b|when (?:you|it)))|{_CALLS} (?:him|her|them) (?:on|at|back|tomorrow|today)\b|{_CALLS} back\b|(?:{_CALLS}) (?=tomorrow|today|tonight|on (?:mon|tue|wed|thu|fri|sat|sun)|after \d|before \d|at \d)"
    r"|give (?:me|us) a (?:quick )?(?:call|ring|bell|buzz|shout))"
    rf"|\b{_ASKED} (?:{_CALLS}(?: (?:me|us|back|her|him|them))?\b(?! (?:out|from|through|into|the|a |an |itself|it))|give (?:me|us|her|him) a (?:quick )?(?:call|ring|bell|buzz))"
    r"|\b(?:i|we)(?:'d| would| want| need|'m expecting| expect| prefer|'d prefer|(?<=i) get|(?<=we) get)[^.?!]{0,24}\b(?:a |to get a |to have a )?(?:quick )?(?:call ?back|callback|phone call|call (?:from|with|about|tomorrow|today|on|at|before|after|this|next))"
    r"|\b(?:request|arrange|book|schedule)(?:ing)? (?:a |for a )?(?:quick )?(?:call ?back|callback|phone call|call\b(?! (?:cent|queue|plan|menu)))"
    r"|^(?:a )?(?:call ?back|callback)\b(?= |$)(?! (?:feature|queue|function|button))"
    r"|\b(?:rufen? (?:sie )?(?:mich|uns|bitte)|ruft (?:mich|uns)|(?:um )?(?:einen |um )?(?:rückruf|anruf)|(?:kann|könnte|könnten|können) (?:mich|uns|mir) (?:jemand|bitte|sie)[^.?!]{0,30}(?:anrufen|zurückrufen))"
    r"|\b(?:appelez|rappelez|appeler|rappeler)[- ](?:moi|nous|s'il)\b|\bpouvez-vous (?:me|nous) (?:r?appeler)|\bquelqu'un (?:peut|pourrait)(?:-il)? (?:me|nous) (?:r?appeler)"
    r"|\b(?:llám[ae](?:me|nos)|(?:me|nos) (?:pueden?|podrían?|puedes) llamar|(?:pueden?|podrían?|puedes) llamar(?:me|nos))\b"
    r"|\b(?:me lig(?:ue|uem|ar)|(?:podem?|poderia(?:m)?) (?:me )?ligar|liguem?(?:-me)? (?:para mim|de volta))\b"
)
MEETING = re.compile(
    r"\b(?:(?:i|we)(?:'d| would)? (?:like|love|want|need|prefer)|(?:can|could|may|shall) (?:i|we|you)|please|pls|let's|lets|(?:book|arrange|schedule|set ?up|have|get|do|see|request)(?:ing)?)\b[^.?!]{0,40}"
    r"\b(?:a |an |the |our |another )?(?:(?:live|quick|short|product|video|zoom|teams|online) )*(?:demo(?:nstration)?|meeting|appointment|walk-?through|video call|zoom call|site visit|showing)\b(?! (?:version|account|data|video|site$|mode))"
    r"|^(?:a )?(?:demo|meeting|appointment)\b[^.?!]{0,40}(?:tomorrow|today|next|on|at|this) "
    r"|\b(?:termin|vorführung) (?:vereinbaren|ausmachen|am|um|buchen)|\b(?:einen termin|eine demo|eine vorführung)\b"
    r"|\b(?:un rendez-vous|une démo(?:nstration)?)\b|\b(?:una cita|una reunión|una demo(?:stración)?)\b|\b(?:uma reunião|uma demo(?:nstração)?)\b"
)
SEND = re.compile(
    rf"\b(?:send|mail|e-?mail|forward|get|give|issue|prepare|draw up|put together|write)\b[^.?!]{{0,24}}?\b(?:me|us|her|him|them|it|over|my|our|an?|the|that|this|your)\b[^.?!]{{0,30}}\b{PAPER}\b"
    r"|\b(?:send|mail|e-?mail|forward) (?:it|that|this|them|everything|the (?:details|info\w*|price|prices|figures))\b"
    r"|\bsend (?:me|us|her|him|them) (?:the |some |more |your |all (?:the )?)?(?:details|info\w*|material|prices?|pricing|figures|something in writing)"
    rf"|\b(?:need|want|expect|like|waiting for|have to have|must have)\b[^.?!]{{0,30}}\b{PAPER}\b[^.?!]{{0,30}}\b(?:by|before|until|today|tomorrow|this week)\b"
    rf"|\b(?:schick(?:en|t)?|send(?:en|et)) (?:sie )?(?:mir|uns)\b[^.?!]{{0,40}}|\benvo(?:yez|yer)[- ](?:moi|nous)\b|\b(?:envíen?(?:me|nos)|mánd[ae](?:me|nos)|(?:pueden?|podrían?) enviar(?:me|nos))\b"
    r"|\b(?:me )?(?:envi(?:em|e|ar)|mand(?:em|e|ar))\b (?:para mim|a proposta|o orçamento|me|uma)"
)
# Said of an answer that never came.
CHASED = re.compile(
    r"\b(?:nobody|no[- ]?one|noone|none of you|not a soul)\b[^.?!]{0,30}\b(?:answer\w*|repl\w+|respond\w*|called|rang|came|got back|gets back|get back|contacted|reacted|wrote|bothered|helped|picked up)"
    r"|\b(?:never|haven't|havent|have not|hasn't|didn't|didnt|did not|still not|not yet|not)\b[^.?!]{0,16}\b(?:hear[d]? (?:back|anything|from)|got(?:ten)? (?:an |any |a )?(?:answer|reply|response)|had (?:an |any |a )?(?:answer|reply|response)|get (?:an |any |a )?(?:answer|reply|response)|been (?:answered|called|contacted)|received (?:an |any |a )?(?:answer|reply|response)|answered|replied|called (?:me )?back)"
    r"|\b(?:still )?(?:waiting|waited) (?:for )?(?:days|weeks|ages|since|an? (?:answer|reply|response|week|call)|\d+ (?:days|weeks|hours)|your (?:answer|reply|call))"
    r"|\b(?:no|without(?: any| an)?|zero) (?:answer|reply|response|reaction)\b(?! time)"
    r"|\b(?:niemand|keiner)\b[^.?!]{0,40}(?:geantwortet|gemeldet|reagiert|zurückgerufen)|\bkeine antwort\b|\bwarte (?:noch|immer|seit)"
    r"|\bpersonne\b[^.?!]{0,30}(?:répondu|rappelé)|\b(?:sans|aucune) réponse\b|\bnadie\b[^.?!]{0,30}(?:respond\w+|contest\w+|llam\w+)|\bninguém\b[^.?!]{0,30}(?:respond\w+|ligou|retornou)"
)
# Said of what we had put in prospect before.
PROMISED_BEFORE = re.compile(
    r"\b(?:you|they|someone|somebody|your (?:colleague|team|rep|people|guy)|he|she|sales|support)\b(?: guys| people)?(?: (?:had|have))? (?:promised|said (?:you|he|she|they|it|i|we|that)|told (?:me|us)|assured|were (?:going|supposed|meant) to|was (?:going|supposed|meant) to|still owe|owe)\b"
    r"|\b(?:i|we) (?:was|were|got|have been|had been) (?:told|promised|assured|supposed to (?:get|receive|have|be))\b"
    r"|\b(?:mir|uns) wurde\b[^.?!]{0,40}(?:versprochen|zugesagt)|\bvous (?:m'|nous )?avi?ez (?:promis|dit)|\bme (?:prometieron|dijeron)|\bme promete(?:ram|u)"
)
# Words of ours that put something in prospect.
PROMISED_NOW = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to| can) (?:(?:then|also|just|personally|definitely|gladly|happily|certainly|now|have (?:someone|somebody|a colleague|\w+)(?: to)?|get (?:someone|somebody|\w+) to|make sure (?:that )?(?:you|it|someone|they)?|try to|both|ask \w+ to) )*"
    r"(?:send|mail|e-?mail|forward|post|share|call|ring|phone|get back|come back|let you know|follow up|find out|look into|check (?:with|this with|that with|it with)|confirm|ask|arrange|book|schedule|set up|set aside|refund|credit|"
    r"reimburse|process|extend|apply|issue|prepare|put together|draw up|write (?:up|to)|update|fix|sort (?:it|this|that)|replace|ship|deliver|hold|reserve|get|have|give you|be in touch|speak|talk to)\b"
    r"|\byou(?:'ll| will) (?:get|have|receive|hear)\b|\b(?:(?:a|my|our) (?:colleague|manager|engineer|team|driver|courier|warehouse|accountant)(?: \w+)?|someone|somebody|our \w+) will (?:send|mail|call|ring|get back|contact|email|be in touch|refund|write)\b"
    r"|\bich (?:schicke|sende|rufe|melde|kläre|erstatte|werde)\b|\bwir (?:schicken|senden|rufen|melden|klären|erstatten|werden)\b"
    r"|\bje (?:vous )?(?:envoie|enverrai|rappelle|rappellerai|vais)\b|\b(?:le|les|te|se lo) (?:envío|enviaré|llamo|llamaré)\b|\b(?:eu )?(?:vou|envio|ligo) (?:enviar|ligar|mandar|para)\b"
)
# Right before a cue these turn it into the opposite.
NO_WISH = re.compile(
    r"\b(?:don't|dont|do not|never|no need to|no need for|not|stop|without|rather than|instead of|please no|no more|you don't have to|hate|avoid|nicht|kein\w*|ne|pas|no me|não)\b[^.?!]{0,28}$"
)
# What goods do, or what the visitor's own customers do, is no wish of theirs.
GOODS_SPEAK = re.compile(
    r"^(?:how|where|what|which) |\b(?:where|when|that|so) (?:nobody|no one|noone)\b|\b(?:customers|clients|people|guests|patients) (?:complain|say|tell)\b|^(?:does|do|is|are|has|did|will) (?:it|this|that|the \w+|they|your \w+|these)\b|\b(?:our|my|the|their) (?:customers|clients|callers|users|guests|patients|shoppers|visitors|agents)\b[^.?!]{0,40}\b(?:call|ring|phone|book|send|mail|email)"
    r"|\b(?:customers|clients|callers|people|users|patients|guests|they) (?:can |could |may |will |to |who |often |just |always )*(?:call|ring|phone|book|send|mail|email)"
)
