"""The words that values are built with, in each language that is answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

LANGUAGES = ("en", "es", "de", "fr", "pt")
"""The languages that are answered."""

# English, Spanish, German, French, Portuguese.
_WORDS: Mapping[str, tuple[str, str, str, str, str]] = {
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
    "off": ("{0} off", "{0} de descuento", "{0} Rabatt", "{0} de remise", "{0} de desconto"),
    "until": ("until {0}", "hasta el {0}", "bis {0}", "jusqu'au {0}", "até {0}"),
    "ended": ("ended on {0}", "terminó el {0}", "endete am {0}", "terminé le {0}", "terminou em {0}"),
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
    "others": ("others", "otros", "weitere", "d'autres", "outros"),
    "none": ("none", "ninguno", "keine", "aucun", "nenhum"),
    "in_stock": ("{0} in stock", "{0} en existencias", "{0} vorrätig", "{0} en stock", "{0} em estoque"),
    "sold_out": ("sold out", "agotado", "ausverkauft", "épuisé", "esgotado"),
    "preorder": ("to pre-order", "en preventa", "vorbestellbar", "en précommande", "em pré-venda"),
    "backorder": ("on back-order", "por encargo", "auf Nachbestellung", "sur commande", "sob encomenda"),
    "sale": ("sale", "oferta", "Angebot", "promotion", "promoção"),
    "available": ("available", "disponible", "erhältlich", "disponible", "disponível"),
    "category": ("category", "categoría", "Kategorie", "catégorie", "categoria"),
    # What was told of a need, said back; those without a way of their own are said as they are.
    "told_team_size": ("{} people", "{} personas", "{} Personen", "{} personnes", "{} pessoas"),
    "told_budget": ("{} to spend", "{} de presupuesto", "{} Budget", "{} de budget", "{} de orçamento"),
    "told_current_solution": ("{} today", "hoy {}", "heute {}", "aujourd'hui {}", "hoje {}"),
    # Why an option suits a need.
    "suits_team_size": ("room for {}", "sirve para {}", "reicht für {}", "convient pour {}", "serve para {}"),
    "suits_budget": (
        "within your budget at {}",
        "dentro de su presupuesto con {}",
        "im Budget mit {}",
        "dans votre budget avec {}",
        "dentro do seu orçamento com {}",
    ),
    "suits_use_case": ("made for {}", "pensado para {}", "gemacht für {}", "conçu pour {}", "feito para {}"),
    "suits_industry": ("made for {}", "pensado para {}", "gemacht für {}", "conçu pour {}", "feito para {}"),
}
_SAID_PLAINLY = ("timeline", "industry", "use_case", "must_have_features")


def word(key: str, language: str = "en") -> str:
    """A word that values are built with ("unknown", "price", "custom" …), in the language or else in English."""
    return _WORDS[key][LANGUAGES.index(language) if language in LANGUAGES else 0]


def label(need: str, language: str = "en") -> str:
    """What a need is called: "team size"."""
    return word(need, language) if need in _WORDS else need.replace("_", " ")


def told(need: str, value: str, language: str = "en") -> str:
    """What was told of a need, as a person would say it back: "14 people", "shared email"; else with what it is called."""
    if f"told_{need}" in _WORDS:
        return word(f"told_{need}", language).format(value)
    return value if need in _SAID_PLAINLY else f"{label(need, language)} {value}"


def suits(need: str, offered: str, language: str = "en") -> str:
    """Why an option suits a need, with what it offers: "made for shared email"; else the need and the value."""
    if f"suits_{need}" in _WORDS:
        return word(f"suits_{need}", language).format(offered)
    return f"{label(need, language)} {offered}"


@lru_cache(maxsize=32)
def for_figures(language: str) -> Locale:
    """Whose numbers and money are written; English for a language that is not answered. Portuguese is Brazil's."""
    return Locale.parse(language if language in LANGUAGES else "en")


@lru_cache(maxsize=32)
def for_text(language: str) -> Locale:
    """Whose lists and dates are written; English as outside America: "a, b and c", "29 December"."""
    return Locale.parse(language if language in LANGUAGES[1:] else "en_GB")
