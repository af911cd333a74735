"""Cues that the visitor does not want to, or cannot, answer the open question."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Span
from milepost.nlu.need_values.text import clause_after

_CUE = re.compile(
    r"(?<![a-z])(?:(?:i'?d |i would |we'?d |we would |id )?(?:really )?(?:rather|"
    r"prefer) not(?: to)?(?: (?:say|share|tell|disclose|answer|give|go into))?|(?:prefer to|rather) keep (?:that|it|this)|"
    r"(?:i |we )?(?:don'?t|do not|dont|won'?t|will not|wont|am not going to|not going to|'m not going to|"
    r"can'?t|cannot|wouldn'?t|do'?nt) (?:really )?(?:want to |wanna |wish to |feel like |like to )?(?:say|"
    r"share|tell|disclose|answer|discuss|give (?:that|it|this|you|my|out)|reveal|giving)(?: (?:that|it|"
    r"this|you|my|our|at this|yet|out)(?! (?:i|we|it|the|they)(?![a-z])))?|"
    r"(?:please |can we |let'?s |lets |just )?skip(?! (?:the(?! question)|to|a|an|class|work|lunch|hire|"
    r"bins?)(?![a-z]))(?: (?:that|this|it|the question|please|for now|ahead|over))*|pass(?= *(?:$|[.,!?]|"
    r"on (?:that|this)))|next(?: question| one)?(?: please)?(?= *(?:$|[.,!]))|none of your (?:business|"
    r"concern|damn)|not your (?:business|concern)|"
    r"(?:(?:it|that|this) )?(?:does ?n[o']?t|doesnt|does not|dont|don'?t|"
    r"dosn'?t) (?:really )?matter(?: (?:to me|to us|much|at all))?|(?:i |we )?(?:have )?no (?:real |"
    r"particular |strong |specific |special |\w{4,7} (?=op|pref))?(?:pref\w{3,9}|opinion|opini\w+|idea|clue|requirements?|goals?|aims?|purpose)|"
    r"(?:it |that )?(?:varies|depends)(?= *(?:$|[.,!]))|(?:i'?m |im |we'?re |quite |pretty )*flexible(?: (?:on|about|with) (?:that|this|it))?(?= *(?:$|[.,!]))|(?:i |"
    r"we )?(?:don'?t|do not|dont|couldn'?t|could not) (?:really )?(?:care|mind|have (?:a|any|"
    r"one)(?: (?:\w+ )?(?:preferences?|idea|opinion))?)|"
    r"not (?:really )?(?:important|relevant|fussed|bothered|picky|comfortable (?:sharing|saying|"
    r"with that)|sure(?: yet)?|decided(?: yet)?|telling|saying|applicable|something i)|(?:i |"
    r"we )?(?:don'?t|do not|dont) (?:really |even |actually )?know(?: (?:yet|that|exactly|really|tbh|"
    r"sorry))?|dunno|dont no|idk|i ?d ?k|no clue|beats me|whatever(?: (?:works|is fine|you think|"
    r"you have))?|"
    r"any(?:thing|one|where| of them| of those)?(?: (?:is|are|will|would|works?)(?: (?:do|"
    r"be))?(?: (?:fine|ok|okay|good|cool|great))?)(?![a-z])|any(?:thing)?(?= *(?:$|[.!]))|"
    r"either(?: (?:one|way|is fine|works|is ok|will do))?(?= *(?:$|[.,!]))|(?:it'?s |its |that'?s |"
    r"thats )?up to you|you (?:choose|decide|pick)|(?:that'?s |thats |it'?s |its )?(?:private|"
    r"confidential|personal|none of)(?: (?:info|information|data))?|n/?a(?= *(?:$|[.,!]))|"
    r"(?:i )?(?:can'?t|cannot|cant|couldn'?t) (?:really )?(?:say|tell|decide|share)(?: (?:yet|that|you|"
    r"now))?|(?:undecided|open to (?:anything|suggestions|all))|haven'?t (?:decided|thought|figured|"
    r"looked)(?: (?:yet|about (?:it|that)|that far))?|no comment|hard to say|difficult to say|"
    r"why do you (?:need|want|care)|"
    r"(?:ask me )?later(?= *(?:$|[.!]))|not now|nothing (?:special|particular|specific|in particular)|"
    r"no thanks?(?: you)?(?= *(?:$|[.,!]))|nope(?= *(?:$|[.!]))|prefiero no|lieber nicht|keine (?:ahnung|"
    r"angabe)|egal|je préfère ne pas|peu importe|tanto faz|prefiro não|no (?:lo )?s[eé]|"
    r"da igual|(?:none|nothing)(?= *(?:$|[.!]))|"
    r"ni idea|nada en (?:especial|particular)|(?:ninguno|ninguna|nada)(?= *(?:$|[.!]))|wei(?:ß|ss) (?:ich )?(?:noch )?nicht|"
    r"nichts (?:bestimmtes|besonderes)|(?:keins|keine|nichts)(?= *(?:$|[.!]))|aucune id[ée]e|(?:je )?(?:ne )?sais pas|"
    r"rien de (?:sp[ée]cial|particulier)|(?:aucun|aucune|rien)(?= *(?:$|[.!]))|sei l[áa]|n[ãa]o sei|"
    r"nada (?:de )?(?:especial|espec[íi]fico)|(?:nenhum|nenhuma)(?= *(?:$|[.!])))(?![a-z'])"
)
_GOES_ON = re.compile(
    r"\s*(?:how|what|which|if|whether|why|where|when|who|about the|that (?:i|we|it|you)|it'?s (?:possible|"
    r"worth)|to (?:buy|order|use|set|do|choose|get|start|log|install)|(?:about|for|between) (?:the|your|"
    r"which)|much about|your|this (?:is|will)|the (?:price|product|plan)|i (?:need|want|like))(?![a-z])"
)


def refusal(text: str) -> Span | None:
    """Where the folded text declines to answer; None where it does not."""
    if len(text) > 240:
        return None
    for match in _CUE.finditer(text):
        if not _GOES_ON.match(clause_after(text, match.end())):
            return match.span()
    return None
