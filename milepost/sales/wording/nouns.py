"""Nouns for a count of things: units in each language, and the English plural."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from milepost.sales.wording.words import LANGUAGES

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
    "adult": (("adulto", "adultos"), ("Erwachsener", "Erwachsene"), ("adulte", "adultes"), ("adulto", "adultos")),
    "bag": (("bolsa", "bolsas"), ("Beutel", "Beutel"), ("sachet", "sachets"), ("saco", "sacos")),
    "bike": (("bicicleta", "bicicletas"), ("Rad", "Räder"), ("vélo", "vélos"), ("bicicleta", "bicicletas")),
    "booking": (
        ("reserva", "reservas"),
        ("Buchung", "Buchungen"),
        ("réservation", "réservations"),
        ("reserva", "reservas"),
    ),
    "box": (("caja", "cajas"), ("Karton", "Kartons"), ("carton", "cartons"), ("caixa", "caixas")),
    "child": (("niño", "niños"), ("Kind", "Kinder"), ("enfant", "enfants"), ("criança", "crianças")),
    "company": (("empresa", "empresas"), ("Firma", "Firmen"), ("entreprise", "entreprises"), ("empresa", "empresas")),
    "desk": (
        ("escritorio", "escritorios"),
        ("Schreibtisch", "Schreibtische"),
        ("bureau", "bureaux"),
        ("mesa", "mesas"),
    ),
    "device": (
        ("dispositivo", "dispositivos"),
        ("Gerät", "Geräte"),
        ("appareil", "appareils"),
        ("dispositivo", "dispositivos"),
    ),
    "guest": (("huésped", "huéspedes"), ("Gast", "Gäste"), ("hôte", "hôtes"), ("hóspede", "hóspedes")),
    "household": (("hogar", "hogares"), ("Haushalt", "Haushalte"), ("foyer", "foyers"), ("residência", "residências")),
    "hour": (("hora", "horas"), ("Stunde", "Stunden"), ("heure", "heures"), ("hora", "horas")),
    "kit": (("kit", "kits"), ("Set", "Sets"), ("kit", "kits"), ("kit", "kits")),
    "lesson": (("clase", "clases"), ("Stunde", "Stunden"), ("leçon", "leçons"), ("aula", "aulas")),
    "licence": (("licencia", "licencias"), ("Lizenz", "Lizenzen"), ("licence", "licences"), ("licença", "licenças")),
    "machine": (("máquina", "máquinas"), ("Maschine", "Maschinen"), ("machine", "machines"), ("máquina", "máquinas")),
    "month": (("mes", "meses"), ("Monat", "Monate"), ("mois", "mois"), ("mês", "meses")),
    "night": (("noche", "noches"), ("Nacht", "Nächte"), ("nuit", "nuits"), ("noite", "noites")),
    "office": (("oficina", "oficinas"), ("Büro", "Büros"), ("bureau", "bureaux"), ("escritório", "escritórios")),
    "order": (("pedido", "pedidos"), ("Bestellung", "Bestellungen"), ("commande", "commandes"), ("pedido", "pedidos")),
    "pack": (("paquete", "paquetes"), ("Packung", "Packungen"), ("paquet", "paquets"), ("pacote", "pacotes")),
    "participant": (
        ("participante", "participantes"),
        ("Teilnehmer", "Teilnehmer"),
        ("participant", "participants"),
        ("participante", "participantes"),
    ),
    "set": (("juego", "juegos"), ("Set", "Sets"), ("jeu", "jeux"), ("conjunto", "conjuntos")),
    "system": (
        ("sistema", "sistemas"),
        ("Anlage", "Anlagen"),
        ("installation", "installations"),
        ("sistema", "sistemas"),
    ),
    "ticket": (("entrada", "entradas"), ("Karte", "Karten"), ("billet", "billets"), ("ingresso", "ingressos")),
    "week": (("semana", "semanas"), ("Woche", "Wochen"), ("semaine", "semaines"), ("semana", "semanas")),
    "working day": (
        ("día laborable", "días laborables"),
        ("Werktag", "Werktage"),
        ("jour ouvré", "jours ouvrés"),
        ("dia útil", "dias úteis"),
    ),
    "year": (("año", "años"), ("Jahr", "Jahre"), ("an", "ans"), ("ano", "anos")),
}

_IRREGULAR = {
    **{"person": "people", "child": "children", "man": "men", "woman": "women", "foot": "feet", "half": "halves"},
    **{"tooth": "teeth", "goose": "geese", "mouse": "mice", "shelf": "shelves", "knife": "knives", "scarf": "scarves"},
    **{"leaf": "leaves", "loaf": "loaves", "wolf": "wolves", "calf": "calves", "life": "lives", "wife": "wives"},
    **{"potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "lens": "lenses", "gas": "gases", "bus": "buses"},
    **{"canvas": "canvases", "atlas": "atlases", "iris": "irises", "virus": "viruses", "bonus": "bonuses"},
}
_IRREGULAR_ONE = {many: one for one, many in _IRREGULAR.items()}
# English nouns that are not counted, and those that have no singular.
_UNBENT_WORDS = """
advice apparel art artwork baggage bedding butter cheese china clothing coffee cutlery decor drinkware
electronics equipment fabric fashion flour food footwear furniture glassware hardware headwear homeware honey
information jewellery jewelry kitchenware knitwear lighting lingerie luggage machinery makeup menswear
merchandise milk music news outerwear packaging paper pottery rice seafood skincare sleepwear software
sportswear stationery stoneware sugar swimwear tableware tea underwear womenswear wool yarn binoculars clothes
earphones glasses goggles headphones jeans leggings pants pliers pyjamas scales scissors shorts sunglasses
tights trousers tweezers series species chassis sheep fish
"""
_UNBENT = frozenset(_UNBENT_WORDS.split())
_ONE_IN_IE_WORDS = """
beanie bootie brownie calorie cookie foodie goalie hoodie movie onesie pixie selfie smoothie zombie necktie
"""
_ONE_IN_IE = frozenset(_ONE_IN_IE_WORDS.split())


def noun(unit: str, count: int | Decimal = 1, language: str = "en") -> str:
    """A unit for that count; one without a translation stays as the catalogue writes it."""
    if language not in LANGUAGES[1:]:
        return plural(unit, count)
    return translated(unit, count, language)


def translated(unit: str, count: int | Decimal, language: str) -> str:
    """A unit in one of the other languages for that count, given as one or many ("year", "years"); in English, and where it is
    not known, as it is."""
    one = unit if unit in _NOUNS else _one_of_many().get(unit, "")
    return _NOUNS[one][LANGUAGES.index(language) - 1][count != 1] if one and language in LANGUAGES[1:] else unit


def plural(noun: str, count: int | Decimal = 2) -> str:
    """An English noun for that count; a phrase bends its last word ("service visit" -> "service visits"). What is not counted,
    or is written as many already, stays."""
    if count == 1 or not noun:
        return noun
    head, space, last = noun.rpartition(" ")
    lower = last.lower()
    if lower in _IRREGULAR:
        bent = _IRREGULAR[lower]
    elif lower in _UNBENT or lower in _IRREGULAR_ONE or not last.isascii() or _is_many(lower):
        bent = last
    elif lower.endswith(("s", "x", "z", "ch", "sh")):
        bent = last + "es"
    elif lower.endswith("y") and lower[-2:-1] not in tuple("aeiou"):
        bent = last[:-1] + "ies"
    else:
        bent = last + "s"
    return head + space + bent


def singular(noun: str) -> str:
    """An English noun as one: "coffee makers" -> "coffee maker", "batteries" -> "battery", "dresses" -> "dress"."""
    head, space, last = noun.rpartition(" ")
    lower = last.casefold()
    if lower in _IRREGULAR_ONE:
        bent = _IRREGULAR_ONE[lower]
    elif lower in _UNBENT or not last.isascii() or not _is_many(lower):
        bent = last
    elif lower.endswith("ies") and lower[:-1] not in _ONE_IN_IE and len(last) > 4:
        bent = last[:-3] + "y"
    elif lower.endswith(("sses", "shes", "ches", "xes", "zzes")):
        bent = last[:-2]
    else:
        bent = last[:-1]
    return head + space + bent


def _is_many(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3


@lru_cache(maxsize=1)
def _one_of_many() -> Mapping[str, str]:
    return {many: one for one in _NOUNS for many in (plural(one), f"{one}s")}
