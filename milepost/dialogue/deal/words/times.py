"""Words of days, parts of the day and the clock, in the languages that are answered."""

from __future__ import annotations

import re
from datetime import time

_B, _E = r"(?<![\w@.-])", r"(?![\w@])"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_B}(?:{pattern}){_E}")


# Days by how far ahead they are.
DAYS = (
    (_words(r"(?:the )?day after tomorrow|übermorgen|uebermorgen|après-demain|pasado mañana|depois de amanhã"), 2),
    (_words(r"tomorrow|tmrw|tmr|tomorow|tommorow|morgen(?! früh)|demain|(?<!la )(?<!de la )(?<!por la )mañana|amanhã"), 1),
    (_words(r"(?:later |sometime |some time )?today|this (?=morning|afternoon|evening)|tonight|(?:end|close) of (?:the )?(?:business )?day|"
            r"eod|heute|aujourd'hui|ce soir|hoy|hoje"), 0),
    (_words(r"(?:some ?time )?next week|nächste woche|la semaine prochaine|la próxima semana|na próxima semana"), 7),
)  # fmt: skip
_NAMES = {
    "mo": r"mon(?:day)?s?|montags?|lundi|lunes|segunda(?:-feira)?",
    "tu": r"tue(?:s|sday)?s?|dienstags?|mardi|martes|terça(?:-feira)?",
    "we": r"wed(?:s|nesday)?s?|mittwochs?|mercredi|miércoles|quarta(?:-feira)?",
    "th": r"thu(?:r|rs|rsday)?s?|donnerstags?|jeudi|jueves|quinta(?:-feira)?",
    "fr": r"fri(?:day)?s?|freitags?|vendredi|viernes|sexta(?:-feira)?",
    "sa": r"sat(?:urday)?s?|samstags?|samedi|sábado",
    "su": r"sunday|sonntags?|dimanche|domingo",
}
WEEKDAYS = _words(
    r"(?:(?P<by>by|before|until|till|bis|avant|antes del?) )?(?:(?P<next>next|nächsten|kommenden|prochain|próximo|próxima) |"
    r"(?:on|this|coming|the coming|am|diesen|ce|este|esta|na|no|el|le) )?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items())
    + ")"
)
_MONTHS = {
    "jan": r"jan(?:uary|uar)?|janvier|enero|janeiro", "feb": r"feb(?:ruary|ruar)?|février|febrero|fevereiro",
    "mar": r"mar(?:ch)?|märz|mars|marzo|março", "apr": r"apr(?:il)?|avril|abril", "may": r"may|mai|mayo|maio",
    "jun": r"june?|juni|juin|junio|junho", "jul": r"july?|juli|juillet|julio|julho", "aug": r"aug(?:ust)?|août|agosto",
    "sep": r"sept?(?:ember)?|septembre|septiembre|setembro", "oct": r"oct(?:ober)?|oktober|octobre|octubre|outubro",
    "nov": r"nov(?:ember)?|novembre|noviembre|novembro", "dec": r"dec(?:ember)?|dezember|décembre|diciembre|dezembro",
}  # fmt: skip
_ANY_MONTH = "|".join(f"(?P<{name}>{words})" for name, words in _MONTHS.items())
_ANY_MONTH_AGAIN = "|".join(_MONTHS.values())
MONTHS = _words(
    r"(?:(?:by|before|until|till|on|bis|am|avant|le|antes del?|el) )?(?:the )?"
    rf"(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th|\.|er)?(?: of)?(?: de)? (?=(?:{_ANY_MONTH_AGAIN}){_E})|(?=(?:{_ANY_MONTH_AGAIN}) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?{_E}))"
    rf"(?:{_ANY_MONTH})(?(before)| (?:the )?(?P<after>\d{{1,2}})(?:st|nd|rd|th)?)"
)
# Parts of a day, from when to when.
PARTS = (
    (_words(r"(?:in the |this |early )?mornings?|(?:morgen )?früh|vormittags?|(?:le )?matin|(?:por |de )?la mañana|de manhã"), (time(8), time(12))),
    (_words(r"(?:at |around |over )?(?:lunch ?(?:time|break)?|noon|midday)|mittags?|midi|mediodía|meio-dia"), (time(12), time(13))),
    (_words(r"(?:in the |this |late )?afternoons?|nachmittags?|(?:cet )?après-midi|(?:por |de )?la tarde|à tarde"), (time(12), time(17))),
    (_words(r"(?:in the |this )?evenings?|tonight|abends?|(?:ce )?soir|(?:por |de )?la noche|à noite"), (time(17), time(21))),
)  # fmt: skip
_LEADS = (
    r"before|by|until|till|no later than|after|from|not before|any ?time after|past|at|around|about|@|um|gegen|vor|bis|nach|ab|à|vers|avant|"
    r"après|a las|antes de las|después de las|às|antes das|depois das"
)
_CLOCK_TIME = r"\d{1,2}(?:[:.h]\d{2})?"
_HALF = r"\s?(?:[ap]\.?m\.?|o'?clock|uhr|h)"
CLOCK = re.compile(
    rf"{_B}(?:"
    rf"(?P<within>(?:in|within)(?: the next)?) (?P<amount>\d{{1,3}}) ?(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?)"
    rf"|between (?:{_CLOCK_TIME})(?:{_HALF})? (?:and|to) (?P<to>{_CLOCK_TIME})\s?(?P<to_half>[ap]\.?m\.?)?"
    rf"|(?:(?P<lead>{_LEADS}) )?(?P<at>(?:noon|midday|\d{{1,2}}[:.h]\d{{2}}|\d{{1,2}}(?=\s?(?:[ap]\.?m|o'?clock|uhr))|(?(lead)\d{{1,2}}|(?!))))"
    rf"\s?(?P<half>[ap]\.?m\.?)?(?:\s?(?:o'?clock|uhr|h|sharp))?"
    r")(?![\w%€$£@]|[.,]\d| (?:\d|people|persons?|users?|seats?|days?|weeks?|months?|years?|items?|pieces|of|percent|euros?|dollars?|pounds?))"
)
