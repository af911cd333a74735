"""How many a message speaks of, in four languages beside English."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.count import Count
from milepost.nlu.case_words.counts import Counter
from tests.sales.shelf import shelf

COUNTER = Counter(shelf())


def counts(folded: str, language: str) -> list[Count]:
    return COUNTER.counts(folded, (), (), language)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("es", "y para 25?", 25),
        ("es", "seríamos unos 14", 14),
        ("es", "somos nueve en la oficina", 9),
        ("es", "cuánto para treinta y cinco personas", 35),
        ("es", "quiero veintidós licencias", 22),
        ("es", "y con 7 mochilas?", 7),
        ("es", "ponme tres", 3),
        ("es", "para los 18", 18),
        ("es", "y si vamos a ser 11?", 11),
        ("es", "2 adultos", 2),
        ("es", "una docena de camisas", 12),
        ("es", "mejor 16, pagando por año", 16),
        ("es", "antes éramos 4, ahora somos 6", 6),
        ("es", "olvida los 10, que sean 8", 8),
        ("es", "yo y 3 amigas", 4),
        ("es", "2 colegas y yo", 3),
        ("es", "mi marido y yo", 2),
        ("es", "es solo para mí", 1),
        ("es", "somos ciento veinte empleados", 120),
        ("es", "cuánto por 6 de esos", 6),
        ("es", "somos un equipo de 17", 17),
        ("de", "und für 25?", 25),
        ("de", "wir wären zu siebt", 7),
        ("de", "wir sind aktuell 14", 14),
        ("de", "was kosten fünfunddreißig lizenzen", 35),
        ("de", "fuer zwoelf leute", 12),
        ("de", "drei hemden bitte", 3),
        ("de", "nimm 5 stück", 5),
        ("de", "und mit 7 rucksäcken?", 7),
        ("de", "für die 18", 18),
        ("de", "bei 60 mitarbeitern", 60),
        ("de", "ein dutzend hemden", 12),
        ("de", "lieber 16, jährlich", 16),
        ("de", "früher waren wir 4, jetzt sind wir 6", 6),
        ("de", "vergiss die 10, es sind 8", 8),
        ("de", "ich und 3 freunde", 4),
        ("de", "2 kollegen und ich", 3),
        ("de", "meine frau und ich", 2),
        ("de", "nur für mich", 1),
        ("de", "hundertzwanzig angestellte", 120),
        ("de", "was machen 6 von denen", 6),
        ("fr", "et pour 25 ?", 25),
        ("fr", "on serait environ 14", 14),
        ("fr", "on est neuf au bureau", 9),
        ("fr", "combien pour trente-cinq personnes", 35),
        ("fr", "il me faut vingt-deux licences", 22),
        ("fr", "et avec 7 sacs ?", 7),
        ("fr", "mettez-en trois", 3),
        ("fr", "pour les 18", 18),
        ("fr", "et à 4, ça donne quoi", 4),
        ("fr", "si on passe à 11", 11),
        ("fr", "une douzaine de chemises", 12),
        ("fr", "plutôt 16, payé par an", 16),
        ("fr", "avant on était 4, maintenant on est 6", 6),
        ("fr", "oubliez les 10, ce sera 8", 8),
        ("fr", "moi et 3 amies", 4),
        ("fr", "2 collègues et moi", 3),
        ("fr", "mon mari et moi", 2),
        ("fr", "juste pour moi", 1),
        ("fr", "cent vingt salariés", 120),
        ("fr", "combien pour 6 de ceux-là", 6),
        ("fr", "il en faudrait au moins 10", 10),
        ("pt", "e para 25?", 25),
        ("pt", "e pra 15", 15),
        ("pt", "seríamos uns 14", 14),
        ("pt", "somos nove no escritório", 9),
        ("pt", "quanto para trinta e cinco pessoas", 35),
        ("pt", "quero vinte e duas licenças", 22),
        ("pt", "e com 7 mochilas?", 7),
        ("pt", "põe três", 3),
        ("pt", "para os 18", 18),
        ("pt", "a gente é 11", 11),
        ("pt", "uma dúzia de camisas", 12),
        ("pt", "melhor 16, pagando por ano", 16),
        ("pt", "antes éramos 4, agora somos 6", 6),
        ("pt", "esquece os 10, são 8", 8),
        ("pt", "eu e 3 amigas", 4),
        ("pt", "2 colegas e eu", 3),
        ("pt", "meu marido e eu", 2),
        ("pt", "é só para mim", 1),
        ("pt", "cento e vinte funcionários", 120),
        ("pt", "quanto por 6 desses", 6),
    ],
)
def test_a_number_of_people_or_of_goods_is_counted(language: str, text: str, number: int) -> None:
    assert [count.number for count in counts(text, language)] == [number]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "abren a las 9?"),
        ("es", "el 14 de marzo"),
        ("es", "llega el 14?"),
        ("es", "mi hija tiene 7"),
        ("es", "mi padre tiene 71 años"),
        ("es", "los míos tienen 5 y 8 años"),
        ("es", "un 10% menos"),
        ("es", "un 15 por ciento"),
        ("es", "en talla 42"),
        ("es", "pagué 90 y nada"),
        ("es", "son 40 euros"),
        ("es", "50 dólares cada una"),
        ("es", "nos piden 18 por cabeza"),
        ("es", "a 6 km de aquí"),
        ("es", "en 3 semanas"),
        ("es", "dos veces al mes"),
        ("es", "tengo 3 preguntas"),
        ("es", "las dos"),
        ("es", "qué diferencia hay entre los dos"),
        ("es", "la habitación 12"),
        ("es", "llámame al 612 33 44 55"),
        ("de", "um 9?"),
        ("de", "am 14. märz"),
        ("de", "kommt es am 14?"),
        ("de", "ab 18 uhr"),
        ("de", "meine tochter ist 7"),
        ("de", "mein vater ist 71 jahre alt"),
        ("de", "meine sind 5 und 8 jahre"),
        ("de", "10% rabatt"),
        ("de", "15 prozent"),
        ("de", "in größe 42"),
        ("de", "ich hab 90 bezahlt, bezahlt 90"),
        ("de", "das sind 40 euro"),
        ("de", "18 pro kopf"),
        ("de", "6 km von hier"),
        ("de", "in 3 wochen"),
        ("de", "zwei mal im monat"),
        ("de", "ich hab 3 fragen"),
        ("de", "die zwei"),
        ("de", "zimmer 12"),
        ("de", "0171 55 60 70"),
        ("fr", "ouvert à 9 ?"),
        ("fr", "le 14 mars"),
        ("fr", "ça arrive le 14 ?"),
        ("fr", "jusqu'à 18h"),
        ("fr", "ma fille a 7"),
        ("fr", "mon père a 71 ans"),
        ("fr", "les miens ont 5 et 8 ans"),
        ("fr", "10% de moins"),
        ("fr", "15 pour cent"),
        ("fr", "en taille 42"),
        ("fr", "j'ai payé 90"),
        ("fr", "c'est 40 euros"),
        ("fr", "18 par tête"),
        ("fr", "à 6 km d'ici"),
        ("fr", "dans 3 semaines"),
        ("fr", "deux fois par mois"),
        ("fr", "j'ai 3 questions"),
        ("fr", "les deux"),
        ("fr", "un vélo neuf"),
        ("fr", "chambre 12"),
        ("fr", "06 12 33 44 55"),
        ("de", "von 9 bis 4"),
        ("pt", "abrem às 9?"),
        ("pt", "14 de março"),
        ("pt", "chega no dia 14?"),
        ("pt", "minha filha tem 7"),
        ("pt", "o meu pai tem 71 anos"),
        ("pt", "os meus têm 5 e 8 anos"),
        ("pt", "10% de desconto"),
        ("pt", "15 por cento"),
        ("pt", "no tamanho 42"),
        ("pt", "paguei 90"),
        ("pt", "são 40 euros"),
        ("pt", "50 dólares cada"),
        ("pt", "18 por cabeça"),
        ("pt", "a 6 km daqui"),
        ("pt", "em 3 semanas"),
        ("pt", "duas vezes por mês"),
        ("pt", "tenho 3 perguntas"),
        ("pt", "as duas"),
        ("pt", "quarto 12"),
        ("pt", "912 33 44 55"),
    ],
)
def test_a_number_that_means_something_else_is_not(language: str, text: str) -> None:
    assert counts(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "low", "number"),
    [
        ("es", "de 15 a 20 personas", 15, 20),
        ("es", "entre 15 y 20", 15, 20),
        ("de", "15 bis 20 leute", 15, 20),
        ("de", "zwischen 15 und 20", 15, 20),
        ("fr", "de 15 à 20 personnes", 15, 20),
        ("fr", "entre quinze et vingt", 15, 20),
        ("pt", "de 15 a 20 pessoas", 15, 20),
        ("pt", "15 ou 20", 15, 20),
    ],
)
def test_a_range_keeps_both_ends(language: str, text: str, low: int, number: int) -> None:
    (count,) = counts(text, language)
    assert (count.low, count.number) == (low, number)


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("es", "somos 12", True),
        ("es", "12 voluntarios", True),
        ("es", "12 camisas", False),
        ("es", "y para 12", False),
        ("de", "zu viert", True),
        ("de", "wir sind 2 gründer", True),
        ("de", "12 leuten", True),
        ("de", "12 hemden", False),
        ("fr", "on est 12", True),
        ("fr", "12 bénévoles", True),
        ("fr", "12 chemises", False),
        ("pt", "somos 12", True),
        ("pt", "12 criancas", True),
        ("pt", "12 camisas", False),
    ],
)
def test_heads_are_told_from_pieces(language: str, text: str, people: bool) -> None:
    (count,) = counts(text, language)
    assert count.is_people is people


@pytest.mark.parametrize(
    ("language", "text", "more"),
    [
        ("es", "5 más", True),
        ("es", "otras 5", True),
        ("es", "más de 5 personas", False),
        ("de", "5 mehr", True),
        ("de", "5 weitere plätze", True),
        ("de", "5 plätze", False),
        ("fr", "5 de plus", True),
        ("fr", "5 postes", False),
        ("pt", "mais 5", True),
        ("pt", "5 a mais", True),
        ("pt", "5 lugares", False),
    ],
)
def test_what_comes_on_top_is_told_from_the_whole(language: str, text: str, more: bool) -> None:
    (count,) = counts(text, language)
    assert count.is_more is more


def test_the_words_of_one_language_are_not_read_in_another() -> None:
    assert [count.number for count in counts("para once", "es")] == [11]
    assert counts("only once", "en") == []


def test_a_count_stands_where_its_number_stands() -> None:
    text = "e para vinte e duas pessoas então"
    (count,) = counts(text, "pt")
    assert text[count.start : count.end] == "vinte e duas"
