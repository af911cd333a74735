"""How to reach the visitor: e-mail, phone, name, company."""

from __future__ import annotations

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from milepost.nlu.need_values.finding import Finding, Span, overlaps
from milepost.nlu.need_values.text import clause_before
from milepost.nlu.need_values.who.companies import ROLE, companies
from milepost.nlu.need_values.who.spelled import EXTENSION, spelled_addresses

_EMAIL = re.compile(r"(?<![\w.+-])[^\W_][\w.+'-]{0,63}@[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,4}(?![\w-])")
_URL = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s]{2,200}")
_PHONE = re.compile(r"(?<![\w#.@/$€£-])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){6,16}(?!\w)(?!\.\d)")
_PHONE_CUE = re.compile(
    r"(?<![a-z])(?:call|calls?|ring|phone|telephone|tel|mobile|mob|cell|whatsapp|whats app|wa|text|sms|"
    r"reach|contact|dial|number is|number's|numbers|my number|me on|me at|nr|fax|handphone|hp|signal|"
    r"telegram)(?![a-z])"
)
_NOT_PHONE = re.compile(
    r"(?<![a-z])(?:order|ticket|invoice|case|ref(?:erence)?|account|acct|booking|tracking|serial|policy|"
    r"confirmation|transaction|card|iban|imei|isbn|sku|model|part|customer|contract|budget|po|vat|tax|id|"
    r"code|zip)(?: (?:number|no\.?|nr|id|is|was|code))*[\s:#-]*$"
)
_NAME = r"[^\W\d_][\w'\u2019-]{0,24}\.?(?:[ ](?:de |van |von |der |da |la |el |bin |al-?)?[^\W\d_][\w'\u2019-]{0,24}\.?){0,2}"
_TITLE = re.compile(r"^(?:Dr|Mr|Mrs|Ms|Prof)\.? ", re.I)
_CAPITAL_NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?[A-ZÀ-Þ][\w'\u2019-]{1,24}(?:[ ](?:(?:de|van|von|der|da|la|el|"
    r"bin) ){0,2}[A-ZÀ-Þ](?:[\w'\u2019-]{1,24}|\.)){0,2}"
)
_NAME_IS = re.compile(
    r"(?i:(?<![a-z])(?:my (?:full |first )?name(?:'s| is|s)|(?<!company )(?<!company's )(?<!business )(?<!firm's )(?<!shop's )(?<!brand )(?<!business's )name(?: is|:| =|'s)|i(?:'| a)?m called|"
    r"mi nombre es|me llamo|ich hei(?:ß|ss)e|je m'appelle|meu nome é|contact(?: person|"
    rf" name)?:))\s+(?P<name>{_NAME})"
)
_I_AM = re.compile(
    r"(?:(?i:(?<![a-z])(?:i am|i'm|im|this is|(?:hi|hey|hello),? it'?s|here is|call me|ich bin|"
    rf"soy))\s+(?P<name>{_CAPITAL_NAME})(?=\s*(?:$|[,.!;-]|\s(?:from|at|with|here|again|and|of|the|head|owner|"
    r"cto|ceo|coo|cfo|founder|manager|director|speaking|by the way|btw)(?![a-z]))))"
)
_HERE = re.compile(
    rf"(?:^|[.!?,]\s*)(?:(?i:hi|hello|hey)[,!.]?\s+)?(?P<name>{_CAPITAL_NAME})(?: from [A-ZÀ-Þ][\w-]+|\s\([^)]{{2,40}}\))?\s+here(?![a-z ]*\?)(?=\s*(?:$|[,.!;-]|\s(?:from|at)(?![a-z])))"
)
_SIGNED = re.compile(
    r"(?i:(?:regards|thanks|thank you|cheers|best|thx|greetings|sincerely|br|rgds)[,.!]?)\s*(?:[-\u2013\u2014\n]\s*|"
    rf"\s)(?P<name>{_CAPITAL_NAME})\s*\.?\s*(?:[,\n].{{0,60}})?$"
)
_I_AM_LOWER = re.compile(
    rf"(?i:(?<![a-z])(?:i am|i'm|im|this is)\s+(?P<name>[a-z]{{2,15}}(?: [a-z]{{2,15}})?)(?=,? (?:the |our |"
    rf"an? )?{ROLE}(?![a-z])|,? from [a-z]|, (?:and )?(?:i|we) (?:work|run|own|am|are|have|look)(?![a-z])))"
)
_TO_PERSON = re.compile(
    r"(?i:(?<![a-z])(?:offer|quote|it|invoice|info|details|proposal|everything|contract|attention|attn|attn\.|"
    r"write|speak|reach out)(?: of| to|:)|(?:contact|ask for|email|mail|"
    rf"call)) (?P<name>{_CAPITAL_NAME})(?=\s*(?:[,(<]|$|(?:at|on|under) [\w+(]))"
)
_NAME_STOP = re.compile(
    r"\s+(?:and|from|at|i|im|i'm|we|my|but|with|here|is|email|e-?mail|phone|number|tel|the|for|so|from|"
    r"please|pls|you|can|ceo|cto|of|in|on|not|or|company|who|what|thanks|thx|looking|interested|working|"
    r"work|need|want|it|a|an|to|just|btw|owner|mobile|cell)(?![\w'\u2019-]).*$",
    re.I,
)
_NOT_NAMES = frozenset(
    [
        "maybe", "later", "back", "tomorrow", "asap", "later", "today", "when", "anytime", "if", "once", "not",
        "interested", "looking", "just", "here", "sorry", "fine", "good", "ok", "okay", "sure", "very", "so", "the",
        "a", "an", "new", "from", "in", "on", "at", "trying", "going", "happy", "ready", "currently", "still",
        "also", "afraid", "confused", "german", "french", "english", "spanish", "american", "italian", "dutch",
        "indian", "british", "working", "using", "thinking", "wondering", "it", "that", "this", "what", "how",
        "why", "only", "really", "too", "urgent", "great", "about", "based", "hi", "hello", "yes", "no", "thanks",
        "please", "well", "in", "need", "done", "stuck", "lost", "unable", "having", "getting", "available",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
        "march", "april", "june", "july", "august", "september", "october", "november", "december", "android",
        "apple", "google", "mac", "windows", "microsoft", "irish", "polish", "canadian", "australian", "swiss",
        "danish", "swedish", "chinese", "japanese", "brazilian", "portuguese", "mexican", "european", "customer",
        "me", "my", "your", "our",
    ]
)  # fmt: skip
_LOWER_STOP = frozenset(
    [
        "a", "an", "the", "one", "our", "far", "back", "away", "here", "out", "off", "coming", "still", "also",
        "new", "late", "free", "safe", "tired", "sick", "home", "due", "owner", "manager", "head", "director",
        "partner", "buyer", "lead", "vp", "assistant", "student", "teacher",
    ]
)  # fmt: skip


def contacts(
    text: str, folded: str, *, asked: str | None = None, is_english: bool = True
) -> tuple[list[Finding], list[Span]]:
    """The contact details of a message, and the spans in which no other number is read. "im Monat" is German, no name."""
    emails = _emails(folded)
    taken = [(finding.start, finding.end) for finding in emails] + [match.span() for match in _URL.finditer(folded)]
    phones = [finding for finding in _phones(folded, asked) if not overlaps((finding.start, finding.end), taken)]
    taken += [(finding.start, finding.end) for finding in phones]
    names = _names(text, is_english=is_english)
    firms = [firm for firm in companies(text, folded, names) if not overlaps((firm.start, firm.end), taken)][:1]
    names = [name for name in names if not overlaps((name.start, name.end), [(firm.start, firm.end) for firm in firms])]
    return [*emails, *phones, *names[:1], *firms], taken


def _emails(folded: str) -> list[Finding]:
    if "@" not in folded and "at" not in folded:
        return []
    found: list[Finding] = []
    for match in _EMAIL.finditer(folded):
        if address := _valid_email(match[0].rstrip(".'")):
            found.append(Finding("email", address, match.start(), match.start() + len(match[0].rstrip(".'"))))
    if found:
        return found
    return [
        Finding("email", address, start, end)
        for start, end, written in spelled_addresses(folded)
        if (address := _valid_email(written))
    ][:1]


def _valid_email(text: str) -> str | None:
    try:
        return validate_email(
            text, check_deliverability=False, test_environment=True, allow_smtputf8=True
        ).normalized.lower()
    except EmailNotValidError as error:
        # reserved names ("@acme.example", "@corp.local") are what demonstrations are made of
        return text.lower() if "special-use" in str(error) or "reserved" in str(error) else None


def _phones(folded: str, asked: str | None) -> list[Finding]:
    found: list[Finding] = []
    for match in _PHONE.finditer(folded):
        words = match[0].rstrip(" ().-/")
        digits = re.sub(r"\D", "", words)
        if words.startswith("00") and len(digits) > 10:
            digits, words_plus = digits[2:], True
        else:
            words_plus = words.startswith("+")
        if words_plus:  # the trunk nought of "+49 (0) 171 …" is not dialled
            digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", words)).removeprefix(
                "00" if not words.startswith("+") else ""
            )
        if _is_phone(folded, match, digits, plus=words_plus, asked=asked):
            end = match.start() + len(words)
            value = ("+" if words_plus else "") + digits
            if extension := EXTENSION.match(folded, end):
                value, end = f"{value};ext={extension['ext']}", extension.end()
            found.append(Finding("phone", value, match.start(), end))
    return found


def _is_phone(folded: str, match: re.Match[str], digits: str, *, plus: bool, asked: str | None) -> bool:
    if not 7 <= len(digits) <= 15 or re.fullmatch(
        r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,3}(?:[.,]\d{3})+|\d{4}\s?-\s?\d{4}",
        match[0].strip(),
    ):
        return False
    lead = clause_before(folded, match.start())
    if plus:
        try:
            return phonenumbers.is_possible_number(phonenumbers.parse("+" + digits, None))
        except phonenumbers.NumberParseException:
            return False
    if _NOT_PHONE.search(lead):
        return False
    if asked in ("phone", "contact", "email") or _PHONE_CUE.search(lead):
        return True
    shaped = bool(re.match(r"\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$|0\d{2,5}[\s/-]\d|0[1-9]\d{8,9}$", match[0].strip()))
    return shaped and len(digits) >= 9


def _names(text: str, *, is_english: bool) -> list[Finding]:
    found: list[Finding] = []
    for pattern in (_NAME_IS, _I_AM, _HERE, _SIGNED, _I_AM_LOWER, _TO_PERSON):
        for match in pattern.finditer(text):
            if not is_english and match[0].lower().startswith("im "):
                continue
            name = _TITLE.sub("", _NAME_STOP.sub("", match["name"])).strip(" .,")
            tokens = name.lower().split()
            if pattern is _I_AM_LOWER and any(
                token.endswith(("ing", "ed", "ent", "ly")) or token in _LOWER_STOP for token in tokens
            ):
                continue
            if (
                not tokens
                or tokens[0] in _NOT_NAMES
                or (
                    pattern is not _NAME_IS
                    and (any(token in _NOT_NAMES for token in tokens) or (name.isupper() and not text.isupper()))
                )
            ):
                continue
            start = text.index(name, match.start("name"))
            found.append(Finding("contact_name", name, start, start + len(name)))
        if found:
            return found
    return found
