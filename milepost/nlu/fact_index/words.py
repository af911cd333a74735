"""What two ways of asking have in common beside their meaning: stems of content words, the kind of question, well-known names."""

from __future__ import annotations

import re
from types import MappingProxyType

from milepost.dialogue.words import stem
from milepost.nlu.light_imports import stop_words
from milepost.nlu.set_phrases.folding import folded

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_NO_CONTENT_TEXT = """
u ur whats dont cant im ive youre hasnt got get pls please hi hello ok guys anyone somebody something thing
things want need like possible offer sell tell know question work works use using way thats theres
"""
_NO_CONTENT = frozenset(_NO_CONTENT_TEXT.split())
# What asks for money without its name: "what's the damage", "what would that be".
_COMES_TO = (
    r"\bset(?:s|ting)? (?:me|us|him|her|you|one) back\b|\bthe damage\b(?! if)|\bwhat'?s? (?:it|that|is it|they|are they) worth\b|"
    r"\bwhat (?:do|would|will|does|should|must) (?:i|we|he|she|they|one)(?: \w+)? pay\b|\bwhat (?:am i|are we) paying\b|"
    r"\bwhat (?:would|will|does|do) (?:it|that|this|they|those|these|both|\w+ of (?:it|them|those|these))(?: all| then| now)? "
    r"(?:be|come to|run to|make)\b(?! (?:like|possible|better))|\b(?:come|comes|work out|works out|add up|adds up) (?:to|at)\W*$|"
    r"\b(?:what'?s|what does|what do|so) (?:that|it|this|they|those|all) makes?\b|\b(?:is|are|makes|would be|comes to) "
    r"(?:what|how much)(?: then| now| again)?\W*$|\bwhat'?s (?:it|that|this) (?:a|per) (?:week|month|year|day|head|person)\b"
)
# Kinds of question by words that are folded: in lower case, without accents. "how_much" asks for money alone.
_QUESTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "how_long",
            r"\bhow (?:long|fast|quick(?:ly)?|soon)\b|\bhow much time\b|\bcuanto (?:tiempo|tarda|demora)\b|"
            r"\bwie (?:lange|schnell)\b|\bcombien de (?:temps|jours)\b|\bquantos? (?:tempo|dias)\b|"
            r"\b(?:quanto|quando) (?:demora|tempo)\b",
        ),
        (
            "how_much",
            r"\bhow much(?! (?:off|time|space|storage|room|money off|does it hold|can it)\b)"
            r"(?=\W*$| (?:is|are|was|would|wud|will|does|do|did|for|to|if|per|an?|the|it|that|this|then|by|with|in|all|altogether|"
            r"u|you|extra|more|cheaper|less|each|we|i|my|your|and|now|again|total|vat|shipping|delivery|monthly|yearly)\b)|"
            r"\b(?:costs?|prices?|priced|pricing|charge|rates)\b|"
            rf"{_COMES_TO}|"
            r"\b(?:a )?cuanto (?:cuesta|vale|sale|es|seria|son|me|nos|por|para|cobra|costaria|saldria|queda|quedaria|pago|pagaria|"
            r"habria|hay que pagar|esta|estan|el|la|los|las)\b|\b(?:precios?|cuestan?|costaria|tarifas?)\b|"
            r"\bwas (?:kost\w*|w[ue]+rde|zahl\w*)\b|\bkost(?:et|en)\b|\bpreise?\b|"
            r"\bwie ?viel (?:kost\w*|macht|ist|ware|zahl\w*|bezahl\w*)\b|"
            r"\bwie teuer\b|"
            r"\b(?:coute|couterait|coutent|prix|tarifs?)\b|\bcombien(?! de)\b|"
            r"\bquanto (?:custa|custam|e|fica|ficaria|sai|sairia|vale|da|daria|seria|ta|esta|pago|por|para|o|a)\b|"
            r"\b(?:precos?|custa|custaria|qual o valor|valores)\b",
        ),
        (
            "how_many",
            r"\bhow (?:many|much|often|big|heavy|large|old|far|bright|small|tall|cold|wide|high|warm|loud)\b|\bnumber of\b|"
            r"\bwhat(?:'?s| is) the (?:biggest|largest|most|max\w*)\b|\bcuant[oa]s?\b|"
            r"\bwie ?(?:viele?|oft|gross|schwer|hoch|weit|alt)\b|\bcombien de\b|\bquant[oa]s?\b",
        ),
        ("where", r"\bwhere\b|\baddress\b|\bdonde\b|\bwo\b|(?<!ou )\bou (?:est|se|etes|sont|je|puis)\b|\bonde\b"),
        ("when", r"\bwhen\b|\bwhat time\b|\bcuando\b|\bwann\b|\bquand\b|\bquando\b|\ba que horas?\b|\bque horas\b"),
        ("who", r"\bwho\b|\bquien(?:es)?\b|\bwer\b|\bqui\b|\bquem\b"),
        ("why", r"\bwhy\b|\bpor que\b|\bxq\b|\bwarum\b|\bwieso\b|\bpourquoi\b|\bpq\b"),
        ("how", r"\bhow\b|\bcomo\b|\bwie\b|\bcomment\b"),
        (
            "what",
            r"\b(?:what|which|whats|cual(?:es)?|was|welche[rsn]?|quel(?:le)?s?|qual|quais|o que)\b|"
            r"^\W*(?:y |e |pero |oi |hola )?que\b|"
            r"\bqu(?:'est-ce|est ce)\b",
        ),
        (
            "yes_no",
            r"^(?:hi |hey |hello |and |so |ok |also |but |y |e |et |und |"
            r"hola |oi |ola |salut |bonjour |hallo |pero |mas |mais |aber )*"
            r"(?:do|does|is|are|can|could|will|would|has|have|got|any|did|am|may|should|"
            r"hay|puedo|puede[ns]?|tiene[ns]?|tenes|teneis|se puede|es|son|"
            r"hacen|hace|ofrece[ns]?|aceptan|funciona|sirve|incluye|viene|"
            r"kann(?:st)?|konn(?:t|en)|gibt|gibts|hab(?:t|en)|ist|sind|hat|geht|macht|bietet|darf|lauft|"
            r"est-ce|c'?est|peut|peux|puis|avez|vous avez|y a|il y a|on peut|ca|faites|proposez|"
            r"posso|pode[ms]?|tem|ha|da|da pra|e possivel|aceita[m]?|existe|vem|inclui|funciona|fazem|voces tem)\b|"
            r", (?:can|could|do|does|is|are|will)\b",
        ),
    )
)

# Names that everybody knows and few catalogues list -> the words that a catalogue uses for their kind.
_WELL_KNOWN = MappingProxyType(
    {
        name: kind
        for kind, names in {
            "CRM": "hubspot salesforce pipedrive zoho freshsales insightly dynamics",
            "chat app": "slack teams discord mattermost gchat",
            "online shop platform": "shopify woocommerce magento prestashop bigcommerce shopware squarespace wix",
            "calendar": "calendly outlook gcal",
            "issue tracker": "jira github gitlab asana trello clickup",
            "accounting tool": "xero quickbooks datev sage freshbooks lexoffice",
            "data warehouse": "snowflake bigquery redshift databricks",
            "help desk tool": "zendesk freshdesk intercom helpscout gorgias kayako",
            "iOS mobile app": "iphone ipad ios macbook",
            "Android mobile app": "android samsung pixel",
            "payment method": "paypal klarna stripe visa mastercard amex bitcoin sepa revolut twint",
            "video call": "zoom skype facetime",
            "messaging channel": "whatsapp telegram instagram messenger sms",
            "currency": "francs euros dollars pounds yen rupees zloty",
            "security certificate": "soc2 hipaa pci iso27001",
            "AI": "chatgpt gpt openai llm gemini copilot",
            "data protection": "gdpr ccpa",
        }.items()
        for name in names.split()
    }
)


def question_kind(text: str) -> str:
    """How a message asks: "yes_no", "how_many", …; "question" for one with a mark alone, "none" for no question."""
    words, _ = folded(text)
    for kind, pattern in _QUESTIONS:
        if pattern.search(words):
            return kind
    return "question" if text.rstrip().endswith("?") else "none"


def stems(text: str, *, all_words: bool = False) -> list[str]:
    """The content words (or `all_words`) cut down, so that "refunds" meets "refund", in their order."""
    found = []
    for word in _WORD.findall(text.casefold().replace("\u2019", "'")):
        if len(word) < 2 or (not all_words and (word in stop_words() or word in _NO_CONTENT)):
            continue
        found.append(stem(word.removesuffix("'s")))
    return found


def with_kinds(text: str) -> str:
    """The text with the kind of each well-known name behind it: "hubspot (CRM)"."""
    return _WORD.sub(
        lambda m: f"{m[0]} ({_WELL_KNOWN[m[0].casefold()]})" if m[0].casefold() in _WELL_KNOWN else m[0], text
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text of the owner's."""
    return [part.strip() for part in re.split(r"(?<=[.!?:;])\s+|\n+", text or "") if len(part.strip()) > 3]
