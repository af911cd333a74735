"""Secrets in what a visitor writes: card and account numbers, passwords, keys, ids of persons. None of them is kept.

Numbers are told by their own check digits (Luhn, ISO 13616, the Spanish letter, the French key, the Brazilian digits),
so that order numbers, phone numbers, prices, dates and product codes stay as they are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

CARD, ACCOUNT, PASSWORD, KEY, PERSON = "[card number]", "[IBAN]", "[password]", "[key]", "[id number]"

_GAP = r"[ \u00a0\u202f.\-\u2010-\u2013]"
_SAYS = r"(?:\s*(?:[:=]|->)\s*|\s+(?:is|was|are|ist|lautet|es|est|é|era|war|=)\s*:?\s+)"


@dataclass(frozen=True)
class _Secret:
    """An expression whose group "value" (or all of it) is masked where `holds` finds it to be one."""

    label: str
    expression: re.Pattern[str]
    holds: Callable[[str, str], bool] = lambda value, before: True


def masked(text: str) -> str:
    """The text with "[card number]", "[IBAN]", "[password]", "[key]" or "[id number]" in place of each secret."""
    for secret in _SECRETS:
        text = secret.expression.sub(lambda found, secret=secret: _replaced(secret, found), text)  # type: ignore[misc]
    return _CARD_RUN.sub(_cards_replaced, text)


def _replaced(secret: _Secret, found: re.Match[str]) -> str:
    name = "value" if "value" in secret.expression.groupindex else 0
    start, end = found.span(name)
    value, text = found[name], found.string
    if value.startswith("[") or not secret.holds(value, text[max(0, start - 60) : start]):
        return found[0]
    return text[found.start() : start] + secret.label + text[end : found.end()]


# Passwords: after the word for one and "is" or a colon, whatever is no ordinary continuation of the sentence.
_PASSWORD_WORDS = (
    r"pass[ -]?words?|pass[ -]?word|passwd|passphrase|passcode|pwd?|psw|pass|kennw(?:ort|örter)|passwort|passwörter|passw"
    r"|zugangscode|contrase(?:ñ|n)as?|mots? de passe|mdp|senhas?|palavras?[ -]passe|mi clave|minha chave|login data|pin|ssid key"
)
_NO_PASSWORD = re.compile(
    r"(?:not|wrong|incorrect|too|expired|lost|gone|forgotten|being|always|invalid|rejected|never|no|still|weak|old|the|a"
    r"|an|only|stored|saved|encrypted|required|needed|case|protected|safe|secure|unknown|missing|empty|what|how|why"
    r"|where|when|which|that|it|so|in|on|for|and|or|but|stolen|correct|right|fine|ok|okay|working|broken|reset|changed"
    r"|long|short|set|my|your|same|different|one|there|falsch|nicht|abgelaufen|weg|vergessen|leider|ungültig|zu|das|der"
    r"|die|ein|eine|noch|immer|richtig|gesperrt|sicher|kein|wie|was|incorrecta|errónea|inválida|incorrecto|muy"
    r"|demasiado|la|una|un|el|correcta|olvidada|segura|qué|cómo|caducada|para|expiré|oublié|faux|perdu|pas|trop|refusé"
    r"|le|une|bon|toujours|invalide|comment|quoi|sûr|errada|incorreta|não|muito|o|uma|um|expirada|esquecida|correta"
    r"|certa|como|qual)",
    re.IGNORECASE,
)

# Keys: by the marks that their makers gave them, after the word for one, or long and without any pattern.
_MARKED_KEY = (
    r"(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)?[-_]?[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
    r"|xox[abeprs]-[\w-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_[A-Za-z0-9]{20,}"
    r"|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{20,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|whsec_\w{16,}"
)
_KEY_WORDS = (
    r"(?:api|access|secret|auth|private|client|license|licence|bearer|encryption|webhook)[ _-]?(?:keys?|tokens?|secrets?|code)"
    r"|tokens?|api[ _-]?schlüssel|zugangs(?:schlüssel|token)|(?:clave|llave|token) (?:de )?(?:la )?api|cl(?:é|e)s? (?:d')?api"
    r"|clé secrète|jeton|chave (?:da |de )?api|secret"
)

# Ids of persons after the word for one; without the word only where a check digit tells them.
_ID_WORDS = (
    r"ssn|social security|national insurance|nino|ni|national id|id card|passport|cpf|rg|dni|nie|nif|curp|pasaporte"
    r"|seguridad social|seguro social|steuer[ -]?id\w*|steueridentifikations\w*"
    r"|sozialversicherungs\w*|personalausweis\w*|ausweis\w*|reisepass\w*"
    r"|passeport|sécurité sociale|carte d'identité|passaporte|cartão de cidadão|contribuinte|bilhete de identidade|segurança social"
)
_ID_VALUE = r"[A-Z]{0,3} ?\d[A-Z0-9]*(?:[ .\-/]\d[A-Z0-9]*|[ .\-][A-Z]\b)*"
_CVV_WORDS = (
    r"cvv2?|cvc2?|card security code|security code|prüfziffer|kartenprüfnummer|código de (?:segurança|seguridad)"
    r"|cryptogramme"
)


def _is_password(value: str, before: str) -> bool:
    return _NO_PASSWORD.fullmatch(value.strip(".,;!?\"'")) is None


def _is_key(value: str, before: str) -> bool:
    return any(letter.isdigit() for letter in value) and (len(value) >= 16 or not value.isdigit())


def _is_random(value: str, before: str) -> bool:
    """Long, of three kinds of letters or hexadecimal, and evenly spread; no link, address or number of a record."""
    if re.search(r"[/@]\S*$", before) or value.startswith(("Q-", "btn")):
        return False
    bare = value.strip("-_=.")
    if len(bare) >= 32 and re.fullmatch(r"[0-9a-fA-F]+", bare):
        return not bare.isdigit() and not bare.isalpha()
    kinds = (any(map(str.islower, bare)), any(map(str.isupper, bare)), any(map(str.isdigit, bare)))
    return len(bare) >= 24 and all(kinds) and _entropy(bare) >= 3.6


def _entropy(value: str) -> float:
    """Bits a letter (Shannon)."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())


def _is_iban(value: str, before: str) -> bool:
    """ISO 13616: the first four signs moved to the end, letters as numbers, leave 1 when divided by 97."""
    bare = re.sub(r"[ \-\u00a0]", "", value).upper()
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _is_id(value: str, before: str) -> bool:
    return sum(letter.isdigit() for letter in value) >= 6


def _is_spanish_id(value: str, before: str) -> bool:
    digits = re.sub(
        r"\D", "", value.upper().translate(str.maketrans("XYZ", "012", "")) if value[0].isalpha() else value
    )
    return value[-1].upper() == "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits[:8]) % 23]


def _is_french_id(value: str, before: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _is_brazilian_id(value: str, before: str) -> bool:
    digits = [int(letter) for letter in value if letter.isdigit()]
    return all(
        sum(digit * (size + 1 - place) for place, digit in enumerate(digits[:size])) * 10 % 11 % 10 == digits[size]
        for size in (9, 10)
    )


def _words(label: str, words: str, says: str, value: str, holds: Callable[[str, str], bool]) -> _Secret:
    """What stands after the word for a secret."""
    return _Secret(label, re.compile(rf"(?<!\w)(?:{words}){says}[\"'“„«]?(?P<value>{value})", re.IGNORECASE), holds)


_NUMBER_OF = r"(?: (?:number|nummer|no\.?|nr\.?|n[°º]\.?|num(?:ber|éro|ero)?|número|num))?"
_BEFORE_ID = rf"{_NUMBER_OF}(?:\s*[:=#]\s*|\s+(?:is|ist|lautet|es|est|é)\s*:?\s+|\s+)"
_LENGTHS = {
    15: "NO",
    16: "BE",
    18: "DK|FI|NL|FO|GL",
    19: "MK|SI",
    20: "AT|BA|EE|LT|LU|XK",
    21: "HR|LV|LI|CH",
    22: "DE|GB|IE|BG|RS|ME|GE|BH",
    23: "AE|GI|IL|TL",
    24: "AD|CZ|ES|SE|SK|RO|PK|SA|TN|MD|VG",
    25: "PT",
    26: "IS|TR",
    27: "FR|GR|IT|MC|SM",
    28: "HU|PL|CY|AL|DO|GT|LB|AZ",
    29: "BR|UA|QA|PS|JO|KW",
}
_IBAN = "|".join(rf"(?:{lands})\d\d(?:{_GAP}?[A-Z0-9]){{{size - 4}}}" for size, lands in _LENGTHS.items())

_SECRETS = (
    _Secret(
        KEY, re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
    ),
    _Secret(
        KEY, re.compile(rf"(?<![A-Za-z0-9])(?:{_MARKED_KEY})"), lambda value, before: bool(re.search(r"\d", value))
    ),
    _Secret(PASSWORD, re.compile(r"(?<=://)[^\s/:@]+:(?P<value>[^\s/@]+)(?=@)")),
    _Secret(
        KEY, re.compile(r"(?i)[?&](?:token|key|secret|password|access_token|api_?key|sig|auth)=(?P<value>[^\s&#]{6,})")
    ),
    _Secret(KEY, re.compile(r"(?i)(?<!\w)bearer\s+(?P<value>[\w.~+/-]{16,}=*)")),
    _words(
        PASSWORD,
        _PASSWORD_WORDS,
        _SAYS,
        r"[^\s\"\u201d\u201c\u00bb]{3,}?(?=[.,;)\"\u201d\u201c\u00bb]*(?:\s|$))",
        _is_password,
    ),
    _words(KEY, _KEY_WORDS, _SAYS, r"[^\s\"',;]{8,}", _is_key),
    _Secret(ACCOUNT, re.compile(rf"(?<![A-Za-z0-9])(?:{_IBAN})(?![A-Za-z0-9])", re.IGNORECASE), _is_iban),
    _words(
        CARD, _CVV_WORDS, r"(?:\s*[:=#]\s*|\s+(?:is|ist|es|est|é)\s+|\s+)", r"\d{3,4}\b", lambda value, before: True
    ),
    _words(PERSON, _ID_WORDS, _BEFORE_ID, _ID_VALUE, _is_id),
    _Secret(PERSON, re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")),
    _Secret(PERSON, re.compile(r"(?<![\w-])[A-CEGHJ-PR-TW-Z]{2} \d\d ?\d\d ?\d\d ?[A-D](?!\w)")),
    _Secret(PERSON, re.compile(r"(?<![\w-])(?:\d{8}|[XYZxyz]-?\d{7})-?[A-Za-z](?![\w-])"), _is_spanish_id),
    _Secret(
        PERSON, re.compile(r"(?<![\w+])[12] ?\d\d ?(?:0[1-9]|1[0-2]) ?\d\d ?\d{3} ?\d{3} ?\d\d(?!\w)"), _is_french_id
    ),
    _Secret(PERSON, re.compile(r"(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d\d(?!\w)"), _is_brazilian_id),
    _Secret(KEY, re.compile(r"(?<![\w.@/-])[A-Za-z0-9_+=-]{24,}(?![\w@/.-]*[@/])"), _is_random),
)

# Cards: groups of digits that together are as long as a brand's number is, begin as it does, and pass Luhn's check.
_CARD_RUN = re.compile(rf"(?<![\w+])\d(?:{_GAP}{{0,2}}\d){{13,}}(?!\w)")
_BRANDS = re.compile(
    r"4\d{15}(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|(?:6\d|5[0678])\d{14,17}"
)
_DOUBLED, _SHORTEST_CARD, _LONGEST_CARD = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), 14, 19
_RECORD = re.compile(
    r"(?:order|tracking|shipment|parcel|invoice|ticket|bestell|sendungs|auftrags|rechnungs|pedido|seguimiento|commande|suivi|encomenda)"
    r"[\w ]*(?:number|nummer|no\.?|nr\.?|id|code|#|n[°º])?\s*(?:is|:|#)?\s*$",
    re.IGNORECASE,
)


def _cards_replaced(found: re.Match[str]) -> str:
    run = found[0]
    if not run.isascii():
        run = "".join(str(int(letter)) if letter.isdigit() else letter for letter in run)
    if run.isdigit() and _RECORD.search(found.string[max(0, found.start() - 40) : found.start()]):
        return run
    groups = [group.span() for group in re.finditer(r"\d+", run)]
    told, kept_to, place = "", 0, 0
    while place < len(groups):
        last = _last_of_card(run, groups, place)
        if last is not None:
            told += run[kept_to : groups[place][0]] + CARD
            kept_to, place = groups[last][1], last
        place += 1
    return told + run[kept_to:]


def _last_of_card(run: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The group of digits that ends the longest card number which begins with that group; None where none does."""
    digits, last = "", None
    for place in range(first, len(groups)):
        digits += run[slice(*groups[place])]
        if len(digits) > _LONGEST_CARD:
            break
        if len(digits) >= _SHORTEST_CARD and _is_card(digits):
            last = place
    return last


def _is_card(digits: str) -> bool:
    """Of a brand, and by Luhn's check (ISO 7812): every second digit from the right doubled, all digits summed."""
    if not _BRANDS.fullmatch(digits):
        return False
    numbers = [int(digit) for digit in reversed(digits)]
    return (sum(numbers[::2]) + sum(_DOUBLED[number] for number in numbers[1::2])) % 10 == 0
