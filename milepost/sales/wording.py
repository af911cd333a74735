"""How values are written: money, numbers with units, lists, terms, attributes and needs. Values only, no sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from milepost.sales.catalogue import Attribute, AttributeValue, Term
from milepost.sales.money import Money, minor_units

_SYMBOLS = {
    **{"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "CAD": "CA$", "AUD": "A$"},
    **{"NZD": "NZ$", "MXN": "MX$", "CNY": "CN¥", "ILS": "₪", "VND": "₫", "PHP": "₱", "TRY": "₺", "UAH": "₴"},
}

# One row per language: (thousands, decimal point, whether the currency stands first, no space before "%").
_NUMBERS = {
    "en": (",", ".", True),
    "es": (".", ",", False),
    "de": (".", ",", False),
    "fr": ("\u202f", ",", False),
    "pt": (".", ",", False),
}

LANGUAGES = ("en", "es", "de", "fr", "pt")
"""The languages that are answered."""
_WORDS: Mapping[str, tuple[str, str, str, str, str]] = {
    "and": ("and", "y", "und", "et", "e"),
    "or": ("or", "o", "oder", "ou", "ou"),
    "yes": ("yes", "sí", "ja", "oui", "sim"),
    "no": ("no", "no", "nein", "non", "não"),
    "unknown": ("unknown", "desconocido", "unbekannt", "inconnu", "desconhecido"),
    "any": ("any", "cualquiera", "beliebig", "peu importe", "qualquer"),
    "price": ("Price", "Precio", "Preis", "Prix", "Preço"),
    "lowest_first": ("lowest first", "de menor a mayor", "aufsteigend", "par ordre croissant", "do menor para o maior"),
    "highest_first": (
        "highest first",
        "de mayor a menor",
        "absteigend",
        "par ordre décroissant",
        "do maior para o menor",
    ),
    "custom": ("on request", "a consultar", "auf Anfrage", "sur demande", "sob consulta"),
    "from": ("from {0}", "desde {0}", "ab {0}", "à partir de {0}", "desde {0}"),
    "free": ("free", "gratis", "kostenlos", "gratuit", "grátis"),
    "per": ("per", "por", "pro", "par", "por"),
    "week": ("week", "semana", "Woche", "semaine", "semana"),
    "month": ("month", "mes", "Monat", "mois", "mês"),
    "year": ("year", "año", "Jahr", "an", "ano"),
    "one_time": ("one-time", "pago único", "einmalig", "en une fois", "pagamento único"),
    "at_least": ("at least {0}", "al menos {0}", "mindestens {0}", "au moins {0}", "pelo menos {0}"),
    "at_most": ("up to {0}", "hasta {0}", "bis {0}", "jusqu'à {0}", "até {0}"),
    "between": ("{0} to {1}", "de {0} a {1}", "{0} bis {1}", "de {0} à {1}", "de {0} a {1}"),
    "about": ("about {0}", "unos {0}", "etwa {0}", "environ {0}", "cerca de {0}"),
    "as_higher": (
        "as high as it goes",
        "lo más alto posible",
        "so hoch wie möglich",
        "le plus élevé possible",
        "o mais alto possível",
    ),
    "as_lower": (
        "as low as it goes",
        "lo más bajo posible",
        "so niedrig wie möglich",
        "le plus bas possible",
        "o mais baixo possível",
    ),
    "today": ("today", "hoy", "heute", "aujourd'hui", "hoje"),
    "tomorrow": ("tomorrow", "mañana", "morgen", "demain", "amanhã"),
    "you": ("You", "Usted", "Sie", "Vous", "Você"),
    "your_time": ("your time", "su hora", "Ihre Zeit", "votre heure", "seu horário"),
    "0": ("Monday", "lunes", "Montag", "lundi", "segunda-feira"),
    "1": ("Tuesday", "martes", "Dienstag", "mardi", "terça-feira"),
    "2": ("Wednesday", "miércoles", "Mittwoch", "mercredi", "quarta-feira"),
    "3": ("Thursday", "jueves", "Donnerstag", "jeudi", "quinta-feira"),
    "4": ("Friday", "viernes", "Freitag", "vendredi", "sexta-feira"),
    "5": ("Saturday", "sábado", "Samstag", "samedi", "sábado"),
    "6": ("Sunday", "domingo", "Sonntag", "dimanche", "domingo"),
    "team_size": ("team size", "tamaño del equipo", "Teamgröße", "taille de l'équipe", "tamanho da equipe"),
    "budget": ("budget", "presupuesto", "Budget", "budget", "orçamento"),
    "timeline": ("timeline", "plazo", "Zeitrahmen", "délai", "prazo"),
    "industry": ("industry", "sector", "Branche", "secteur", "setor"),
    "use_case": ("use case", "uso previsto", "Einsatzzweck", "usage prévu", "uso previsto"),
    "must_have_features": ("must have features", "imprescindible", "unverzichtbar", "indispensable", "indispensável"),
    "current_solution": (
        "current solution",
        "solución actual",
        "bisherige Lösung",
        "solution actuelle",
        "solução atual",
    ),
    "customer_kind": ("kind of customer", "tipo de cliente", "Art von Kunde", "type de client", "tipo de cliente"),
    "none": ("none", "ninguno", "keine", "aucun", "nenhum"),
    "in_stock": ("{0} in stock", "{0} en existencias", "{0} vorrätig", "{0} en stock", "{0} em estoque"),
    "sold_out": ("sold out", "agotado", "ausverkauft", "épuisé", "esgotado"),
    "available": ("available", "disponible", "erhältlich", "disponible", "disponível"),
    "category": ("category", "categoría", "Kategorie", "catégorie", "categoria"),
}

# Common units, one and many, in the same order; others stay as the catalogue writes them.
_NOUNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "seat": (("puesto", "puestos"), ("Platz", "Plätze"), ("poste", "postes"), ("licença", "licenças")),
    "user": (("usuario", "usuarios"), ("Nutzer", "Nutzer"), ("utilisateur", "utilisateurs"), ("usuário", "usuários")),
    "person": (("persona", "personas"), ("Person", "Personen"), ("personne", "personnes"), ("pessoa", "pessoas")),
    "member": (("miembro", "miembros"), ("Mitglied", "Mitglieder"), ("membre", "membres"), ("membro", "membros")),
    "piece": (("unidad", "unidades"), ("Stück", "Stück"), ("pièce", "pièces"), ("unidade", "unidades")),
    "item": (("unidad", "unidades"), ("Stück", "Stück"), ("article", "articles"), ("unidade", "unidades")),
    "session": (("sesión", "sesiones"), ("Sitzung", "Sitzungen"), ("séance", "séances"), ("sessão", "sessões")),
    "plan": (("plan", "planes"), ("Tarif", "Tarife"), ("formule", "formules"), ("plano", "planos")),
    "day": (("día", "días"), ("Tag", "Tage"), ("jour", "jours"), ("dia", "dias")),
}

_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "half": "halves"}


def word(key: str, language: str = "en") -> str:
    """A word that values are built with ("unknown", "price", "custom" …), in the language or else in English."""
    return _WORDS[key][LANGUAGES.index(language) if language in LANGUAGES else 0]


def label(need: str, language: str = "en") -> str:
    """What a need is called: "team size"."""
    return word(need, language) if need in _WORDS else need.replace("_", " ")


def noun(unit: str, count: int | Decimal = 1, language: str = "en") -> str:
    """A unit for that count; one without a translation stays as the catalogue writes it."""
    if language not in LANGUAGES[1:]:
        return plural(unit, count)
    return _NOUNS[unit][LANGUAGES.index(language) - 1][count != 1] if unit in _NOUNS else unit


def plural(noun: str, count: int | Decimal = 2) -> str:
    """An English noun for that count; a phrase bends its last word ("service visit" -> "service visits")."""
    if count == 1 or not noun:
        return noun
    head, space, last = noun.rpartition(" ")
    lower = last.lower()
    if lower in _IRREGULAR:
        bent = _IRREGULAR[lower]
    elif lower.endswith(("s", "x", "z", "ch", "sh")):
        bent = last + "es"
    elif lower.endswith("y") and lower[-2:-1] not in tuple("aeiou"):
        bent = last[:-1] + "ies"
    else:
        bent = last + "s"
    return head + space + bent


def money(value: Money, language: str = "en") -> str:
    """ "$1,200", "$1,200.50", "€0.005": minor units are left out of whole amounts and never rounded away.

    The currency stands before the amount in English and after it elsewhere ("1.200,50 €"); without a symbol, its code.
    """
    places = max(minor_units(value.currency), _places(value.amount))
    if value.amount == value.amount.to_integral_value():
        places = 0
    digits = _digits(abs(value.amount), places, language)
    sign = "-" if value.amount < 0 else ""
    symbol = _SYMBOLS.get(value.currency, value.currency)
    if not _numbers(language)[2]:
        return f"{sign}{digits}\u00a0{symbol}"
    return f"{sign}{symbol}{'' if value.currency in _SYMBOLS else chr(0xA0)}{digits}"


def number(value: int | float | Decimal, unit: str | None = None, language: str = "en") -> str:
    """ "1,200", "15.6 GB", '13.3"': a unit that opens with a letter stands apart; units are not bent."""
    exact = Decimal(str(value))
    text = ("-" if exact < 0 else "") + _digits(abs(exact), _places(exact), language)
    if not unit:
        return text
    return f"{text} {unit}" if unit[0].isalpha() else text + unit


def count(value: int | Decimal, unit: str, language: str = "en") -> str:
    """ "1 seat", "20 seats", "20 Plätze"."""
    return f"{number(value, language=language)} {noun(unit, value, language)}"


def percent(value: Decimal, language: str = "en") -> str:
    """ "20%"; with a space outside English."""
    return number(value, language=language) + ("%" if language in ("en", "pt") else "\u00a0%")


def listing(items: Sequence[str], language: str = "en", *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; `last` is "and" or "or"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word(last, language)} {items[-1]}"


def shortened(text: str, most: int) -> str:
    """A text of at most that many characters, cut between words with an ellipsis where it is longer."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "\u2026"


def term(of: Term, unit: str = "", language: str = "en") -> str:
    """ "per seat and month", "per month", "per item", "one-time"."""
    parts = [noun(unit, 1, language)] if unit else []
    if of is not Term.ONE_TIME:
        parts.append(word(of.value, language))
    return f"{word('per', language)} {listing(parts, language)}" if parts else word("one_time", language)


def price_per(amount: Money, of: Term, unit: str = "", language: str = "en") -> str:
    """ "$25 per seat and month"; an item sold once is just its amount."""
    if of is Term.ONE_TIME and unit in ("", "item"):
        return money(amount, language)
    return f"{money(amount, language)} {term(of, unit, language)}"


def attribute_value(attribute: Attribute | None, value: AttributeValue | None, language: str = "en") -> str:
    """An attribute's value as text; None is "unknown"."""
    if value is None:
        return word("unknown", language)
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, Decimal):
        return number(value, attribute.unit if attribute else None, language)
    return value if isinstance(value, str) else listing(value, language)


def need_value(value: Any, *, unit: str | None = None, currency: str | None = None, language: str = "en") -> str:
    """A need in its normal form as text: "3 to 6", "at least 10", "up to $500 per month", "Slack and SSO".

    `currency` is the one meant where a budget names none. None, and a budget without limit, are "any".
    """
    if value is None:
        return word("any", language)
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, (int, float, Decimal)):
        return number(value, unit, language)
    if isinstance(value, Mapping):
        return _bounded(value, unit, currency, language)
    return value if isinstance(value, str) else listing([str(item) for item in value], language)


def moment(when: datetime, now: datetime, language: str = "en") -> str:
    """ "today 09:00", "tomorrow 09:00", "Monday 09:00" within a week, else "2026-12-28 09:00"; in one time zone."""
    days = (when.date() - now.date()).days
    if days in (0, 1):
        day = word("tomorrow" if days else "today", language)
    elif 1 < days < 7:
        day = weekday(when.date(), language)
    else:
        day = when.date().isoformat()
    return f"{day} {when:%H:%M}"


def weekday(day: date, language: str = "en") -> str:
    """ "Monday"."""
    return word(str(day.weekday()), language)


def _bounded(value: Mapping[str, Any], unit: str | None, currency: str | None, language: str) -> str:
    if "text" in value:
        return str(value["text"])
    if value.get("prefer") in ("higher", "lower"):
        return word(f"as_{value['prefer']}", language)
    code = value.get("currency") or currency
    single = value.get("amount", value.get("value"))
    if single is not None and not isinstance(single, (int, float, Decimal)):
        return need_value(single, unit=unit, language=language)
    low, high = value.get("min"), value.get("max")
    bound = {"max": "at_most", "min": "at_least", "approx": "about"}.get(str(value.get("bound")), "")
    figures = [figure for figure in (single, low, high) if figure is not None]
    texts = [
        money(Money(Decimal(str(figure)), code), language) if code else number(figure, unit, language)
        for figure in figures
    ]
    if not texts:
        return word("any", language)
    if single is not None:
        text = word(bound, language).format(texts[0]) if bound else texts[0]
    elif len(texts) == 2 and low != high:
        first = texts[0] if code or low is None else number(low, None, language)
        text = word("between", language).format(first, texts[1])
    elif len(texts) == 2:
        text = texts[0]
    else:
        text = word("at_most" if low is None else "at_least", language).format(texts[0])
    text = word("about", language).format(text) if value.get("approx") else text
    parts = [str(value["per"])] if value.get("per") else []
    parts += [word(value["period"], language)] if value.get("period") in ("week", "month", "year") else []
    return f"{text} {word('per', language)} {listing(parts, language)}" if parts else text


def _digits(amount: Decimal, places: int, language: str) -> str:
    thousands, point, _ = _numbers(language)
    return f"{amount:,.{places}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _numbers(language: str) -> tuple[str, str, bool]:
    return _NUMBERS.get(language, _NUMBERS["en"])
