"""German around numbers."""

from __future__ import annotations

import re

from milepost.nlu.case_words.languages.count_words import CountWords, anywhere, beginning, ending, measured, words

_ABOUT = (
    r"(?: (?:zu|nur|ca\.?|circa|etwa|so|ungefahr|rund|gerade|grad|aktuell|derzeit|momentan|jetzt|dann|bald|mal|insgesamt|"
    r"eigentlich|alle|ja|doch|schon|hier|plotzlich|uns|um die|die|noch))*"
)
_KIN = (
    r"(?:frau|mann|freund(?:in)?|partner(?:in)?|bruder|schwester|mutter|mama|vater|papa|sohn|tochter|kolleg(?:e|in)|kumpel|"
    r"mitbewohner(?:in)?|oma|opa)"
)

DE = CountWords(
    language="de",
    people=words(
        """leute leuten leutchen person personen pers nutzer nutzern nutzerinnen user usern benutzer benutzern benutzerinnen
        anwender anwendern platz platze platzen plaetze plaetzen sitz sitze sitzen sitzplatze lizenz lizenzen mitarbeiter
        mitarbeitern mitarbeiterinnen mitarbeitende mitarbeitenden angestellte angestellten beschaftigte beschaftigten
        kollegen kolleginnen agenten mitglieder mitgliedern gaste gasten gaeste schuler schulern schuelerinnen schulerinnen
        studenten studierende kinder kindern kids erwachsene erwachsenen kopfe kopfen mann freunde freunden freundinnen kumpels
        ehrenamtliche ehrenamtlichen freiwillige teilnehmer teilnehmern teilnehmerinnen azubis jungs madels frauen manner
        familienmitglieder arbeitsplatze seats"""
    ),
    leads=words(
        """und oder aber auch mal dann halt ne nich net is was wieviel kostet kosten kost macht machen bitte danke oder pro im am
        monatlich jahrlich jaehrlich zusammen insgesamt statt ok ja lieber doch fuer davon gesamt gleich bestellen nehmen
        buchen kaufen brauchen wollen waren wars ware zahlen"""
    ),
    things=words(
        """fragen dinge sachen punkte punkten sterne sternen grunde grunden probleme problemen sprachen mails emails nachrichten
        anrufe anrufen kunden kundinnen seiten tarife tarifen marken modelle modellen farben grossen varianten versuche raten
        regeln postfacher wege moglichkeiten bewertungen offnen schliessen kommen"""
    ),
    plural=re.compile(r"[a-zß]{2,}(?:e|en|er|ern|n|s)|stuck|stueck|stk|mal|paar|set|rad"),
    we_are=ending(
        r"(?:wir (?:sind|waren|waeren|werden|kommen|fahren|gehen)|(?:sind|waren|waeren|werden|kommen|fahren|gehen) wir|zu|"
        rf"fu?e?r uns|(?:team|gruppe|mannschaft|familie|klasse) (?:von|mit|aus)){_ABOUT}"
    ),
    alone=anywhere(
        r"(?:nur|bloss|bloß|allein) (?:fu?e?r mich|ich|eine person)|fu?e?r mich (?:allein|alleine)|ich (?:bin|ganz|wohne|arbeite) "
        r"(?:allein|alleine)"
    ),
    pair=anywhere(
        rf"(?:wir|uns) (?:beide[n]?|zwei)|meine? {_KIN} und (?:ich|mich)|(?:ich|mich) und meinen? {_KIN}|"
        rf"(?:ne|eine?) {_KIN} und ich"
    ),
    with_me_before=ending(r"(?:ich|mich) (?:und|plus|mit)(?: (?:meinen?|noch|andere|weitere))*"),
    with_me_behind=beginning(r"(?:[a-z]+ )?(?:und|plus) (?:ich|mich)"),
    of_us=beginning(r"von uns"),
    of_them=beginning(r"von (?:denen|ihnen|diesen)|davon"),
    measures=measured(
        r"tage?n?|tagige?[rsn]?|wochen?|monate?n?|monatige?[rsn]?|jahre?n?|jahrige?[rsn]?|stunden?|std|minuten?|sekunden?|nachte?n?|"
        r"naechte|uhr|mal|prozent|grad|met(?:er|ern)|zentimeter|liter|kilo|gramm|pfund|zoll|watt|volt|sterne?n?|seiten|"
        r"abende?|vormittage?|morgen|franken|dollar|mark|tausend|[- ]?fache?[rsn]?",
        r"januar|februar|marz|maerz|april|mai|juni|juli|august|september|oktober|november|dezember|jan|feb|apr|aug|sept|okt|"
        r"nov|dez",
    ),
    names_before=ending(
        r"(?:gro(?:ss|ß)e|groesse|nummer|nr|bestellung|option|version|modell|zimmer|raum|stufe|typ|windows|android|ios|schritt|"
        r"seite|alter|seit|baujahr|level|klasse|strasse|stockwerk|rechnung|code)\.?:?"
    ),
    moments=ending(
        r"um|ab|am|vom|bis zum|zum|gegen|vor|nach|bis|der|das|dem|im|ein|eine|einen|einer|einem|ne|n|nen|dieser|diesen|erst|"
        r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    ),
    aged=ending(
        r"(?:(?:er|sie|sohn|tochter|mutter|mama|vater|papa|oma|opa|frau|mann|ich) (?:ist|is|wird|bin|werde)|wird|alter)"
        r"(?: (?:schon|fast|grad|gerade|jetzt|bald))*|(?:kinder|beide|sie|mädels|jungs) sind(?: \d{1,2} und)?"
    ),
    sums=ending(
        r"(?:kostet|kosten|kostete|gekostet|zahle?n?|zahlt|zahlst|bezahlt|bezahle?n?|gezahlt|preis|preise|macht|minus|weniger|budget|"
        r"ausgeben|spare?n?|sparst|rabatt|berechnet)(?: (?:von|etwa|ca|nur|immer|noch|bei|die|dann|also))*|[+=]"
    ),
    held=ending(r"(?:sind|ist|waren|war|stand|steht|gelesen|sagte[nt]?|gesagt|oder|noch|nur|also|immer noch)"),
    rates=beginning(
        r"(?:pro|je|jeder?|im|am|die|/)\s?(?:kopf|nase|person|nutzer|platz|sitz|lizenz|mitarbeiter|teilnehmer|stunde|nacht|tag|"
        r"woche|monat|jahr|stuck|stueck|einheit|sitzung)"
    ),
    more_behind=beginning(r"mehr|zusatzlich(?:e[nr]?)?|zusaetzlich(?:e[nr]?)?|weitere[nr]?|extra|dazu|obendrauf"),
    more_before=ending(
        r"(?:weitere[nr]?|zusatzlich(?:e[nr]?)?|zusaetzlich(?:e[nr]?)?|plus|noch mal|nochmal|andere[nr]?)"
    ),
    over=ending(
        r"(?:wir waren|waren wir|(?:es|da) waren|vergiss|vergesst|vergessen sie|statt|anstatt|anstelle von|nicht|nich|keine)"
        r"(?: (?:mehr|die|den|der|nur|mal))*"
    ),
    articles=ending(r"(?:die|den|der|diese[nr]?|jene[nr]?|von|ersten|letzten|nachsten|beide[nr]?)"),
    for_the=ending(r"(?:fu?e?r|mit|alle) (?:alle )?(?:die|den|diese|uns|unsere)"),
    to=re.compile(r"\s*(?:bis(?: zu)?|oder|und|-)\s*(?:(?:vielleicht|eher|so|etwa|auch)\s+)?"),
)
