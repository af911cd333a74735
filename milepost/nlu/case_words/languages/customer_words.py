"""Kinds of customer in Spanish, German, French and Portuguese: what they are called, and how one says to be of a kind."""

from __future__ import annotations

import re
from types import MappingProxyType

from milepost.nlu.case_words.languages.count_words import anywhere

_LEARNERS = MappingProxyType(
    {
        "es": r"estudiantes?|alumn[oa]s?|universitari[oa]s?",
        "de": r"student(?:in|en|innen)?|studi|studis|studierende[rn]?|schue?ler(?:in)?|azubi|auszubildende[r]?|studiere",
        "fr": r"etudiante?s?|eleve|lyceene?s?|apprentie?s?|alternante?|etudes",
        "pt": r"estudantes?|alun[oa]s?|universitari[oa]s?",
    }
)
_PLACES = MappingProxyType(
    {
        "es": r"escuela|colegio|universidad|instituto|facultad|profesor(?:a|es)?|maestr[oa]s?|docentes?|guarderia",
        "de": r"\w*schulen?|universitat|uni|\w*hochschule|lehrer(?:in|innen)?|lehrkrafte?|kita|\w*kindergarten",
        "fr": r"ecole|college|lycee|universite|fac|enseignante?s?|profs?|professeure?s?|creche",
        "pt": r"escola|colegio|universidade|faculdade|professor(?:a|es)?|docentes?|creche",
    }
)
_NAMES = MappingProxyType(
    {
        "nonprofit": {
            "es": r"ong|ongs|asociacion|fundacion|sin (?:animo|fines?) de lucro|entidad social|parroquia|protectora",
            "de": r"\w*verein[s]?|e\. ?v\.?|gemeinnutzig(?:e[nr]?)?|gemeinnuetzig(?:e[nr]?)?|stiftung|ngo|hilfsorganisation|"
            r"non-?profit|kirchengemeinde",
            "fr": r"assos?|associations?|fondation|ong|a but non lucratif|sans but lucratif|obnl|osbl|paroisse",
            "pt": r"ong|ongs|associacao|fundacao|sem fins lucrativos|ipss|instituicao (?:social|de caridade)|paroquia",
        },
        "startup": {
            "es": r"startup|start-up|empresa emergente",
            "de": r"startup|start-up|jungunternehmen|neugrundung|grunder(?:in)?",
            "fr": r"startup|start-up|jeune (?:entreprise|pousse)",
            "pt": r"startup|start-up|empresa nova",
        },
        "senior": {
            "es": r"jubilad[oa]s?|pensionistas?|tercera edad|mayor(?:es)? de 65",
            "de": r"rentner(?:in|n)?|senior(?:in|en)?|pensionar(?:in)?|in rente|uber 65",
            "fr": r"retraitee?s?|seniors?|a la retraite|plus de 65 ans",
            "pt": r"reformad[oa]s?|aposentad[oa]s?|idos[oa]s?|terceira idade|pensionistas?",
        },
        "member": {
            "es": r"soci[oa]s?|miembros?|abonad[oa]s?",
            "de": r"mitglied(?:er)?",
            "fr": r"membres?|adherente?s?|abonnee?s?",
            "pt": r"soci[oa]s?|membros?|associad[oa]s?",
        },
    }
)
_SELF = MappingProxyType(
    {
        "es": r"somos|soy|estoy|como|tengo|tenemos|mi|mis|nuestr[oa]s?|es|trabaj\w+ (?:en|para|con)|estudi[oa]|"
        r"(?:para|con) (?:un|una)|(?:descuento|tarifa|precio|rebaja) (?:de|para)",
        "de": r"wir (?:sind|machen|haben|leiten|betreiben|arbeiten)|ich (?:bin|hab|habe|arbeite|leite)|bin|sind wir|als|"
        r"meine?[nrms]?|unser(?:e[nrms]?)?|f(?:u|ue)r (?:eine?n?|unsere?n?)|bei (?:einem|einer|uns)|und ich|"
        r"(?=studiere)|ist (?:ein|eine)|"
        r"(?:rabatt|preis|tarif) (?:f(?:u|ue)r|als)",
        "fr": r"on est|nous sommes|on (?:a|fait)|je (?:suis|travaille|bosse|fais)|j'ai|en tant qu[e']|comme|mon|ma|mes|notre|"
        r"nos|c'est|(?:pour|pr) (?:une?|notre|mon|ma)|chez (?:une?|nous)|(?:remise|reduction|tarif|prix) (?:de|d'|pour|pr)",
        "pt": r"somos|sou|estou|como|tenho|temos|(?:a |o )?(?:minha|meu|nossa|nosso)|a gente (?:e|tem)|"
        r"trabalh\w+ (?:em|numa|num|para|com)|estudo|(?:para|pra|numa|num|com) (?:uma?|a nossa)?|"
        r"e (?:uma|um)|(?:desconto|tarifa|preco|cupom) (?:de|para|pra)",
    }
)
# A price for a kind is asked for by who is of that kind: "how much is it for students".
_PRICED_FOR = re.compile(
    r"(?<!\w)(?:cuanto|cuesta|precio|wie ?viel|kostet|kosten|combien|cb|coute|quanto|qto|custa|preco)(?!\w).{0,50}?"
    r"(?<!\w)(?:para|pa|pra|f(?:u|ue)r|pour|pr|p)\s+(?:l[oae]s |os |as |die |des |nos )?(?=(?P<rest>.{0,24}))"
)
_AGED = MappingProxyType(
    {
        "es": r"(?:tengo|tiene|cumpl\w+) (?P<years>\d\d)(?: anos)?",
        "de": r"(?:bin|ist|is|wird|werde) (?:schon |jetzt )?(?P<years>\d\d)(?: jahre)?(?: alt)?|(?P<old>\d\d) jahre alt",
        "fr": r"(?:j'ai|il a|elle a|pere a|mere a|mari a|femme a) (?P<years>\d\d) ans",
        "pt": r"(?:tenho|tem|fez|fiz|faz) (?P<years>\d\d)(?: anos)?",
    }
)


def spans_of_self(bare: str, language: str) -> list[tuple[int, int]]:
    """Where a message without accents speaks of its writer: the places in which a kind is the writer's own."""
    leads = re.compile(rf"(?<![^\W_])(?:{_SELF[language]})(?![^\W_])(?=(?P<rest>.{{0,60}}))")
    found = [match.span("rest") for pattern in (leads, _PRICED_FOR) for match in pattern.finditer(bare)]
    return sorted(found)


def name_of_kind(bare: str, kind: str, language: str, start: int, end: int) -> tuple[int, int] | None:
    """The place where a stretch names a kind of customer in a language's own words."""
    own = _NAMES.get(kind, {}).get(language)
    learners = {"student": _LEARNERS, "education": _LEARNERS}.get(kind)
    words = [own] if own else []
    words += [learners[language]] if learners else []
    words += [_PLACES[language]] if kind == "education" else []
    if not words:
        return None
    match = anywhere("|".join(words)).search(bare, start, end)
    return match.span() if match else None


def age_in(bare: str, language: str) -> tuple[int, int, int] | None:
    """An age that is told, with its place."""
    match = re.search(rf"(?<![^\W_])(?:{_AGED[language]})(?![^\W_])", bare)
    if match is None:
        return None
    group = "years" if match["years"] else "old"
    return int(match[group]), match.start(group), match.end(group)
