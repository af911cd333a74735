"""What a message's words are about, as far as it decides who must answer, and what a doubt is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.sales.handoffs.policy import Topic

_PAPER = (
    r"(?:dpa|baa|msa|nda|data processing (?:agreement|addendum)|questionnaire|(?:security|vendor|risk) (?:review|assessment)"
    r"|audit|pen(?:etration)?[ -]?test|subprocessors?|liability|indemnity|avv|auftragsverarbeitungsvertrag|acuerdo|accord"
    r"|contrato de|cuestionario|fragebogen)"
)
_WANTED = (
    r"(?:sign|fill (?:in|out)|complete|return|redline|amend|negotiate|review|accept|perform|pass|need|require|must|insist"
    r"|unterschreib\w*|ausfüll\w*|firmar|rellenar|signer|remplir|assinar|preencher)"
)

# English, Spanish, German, French and Portuguese cues; the message's intent decides where these are silent.
_CUES: Mapping[Topic, re.Pattern[str]] = MappingProxyType(
    {
        Topic.CONTRACT: re.compile(
            r"\b(contract|msa|purchase order|p\.?o\.? number|a po\b|net[ -]?\d\d|invoice terms|payment terms"
            r"|custom terms|framework agreement|vendor (form|registration|onboarding)|contrato|orden de compra"
            r"|vertrag|rahmenvertrag|zahlungsziel|contrat|bon de commande|ordem de compra)",
            re.IGNORECASE,
        ),
        Topic.INVOICE: re.compile(
            r"\b(pay (us )?by invoice|on invoice|invoice us|auf rechnung|contra factura|sur facture|por fatura)",
            re.IGNORECASE,
        ),
        Topic.BARGAIN: re.compile(
            r"\b(\d{1,2} ?(%|percent|per cent) (off|less|discount|cheaper)|(custom|special|extra|better) (discount|price|deal|rate)"
            r"|(lower|match|beat|knock|bring|come) \w+ (price|down|off)|(match|beat) (their|that|the|this|your) (price|offer|quote)"
            r"|negotiat|best (and final|price you)|would you take|can you do (it for )?[$€£]?\d|if you (give|make|do) (me|us|it)"
            r"|rabatt von \d|\d{1,2} ?% rabatt|descuento del? \d|\d{1,2} ?% de (descuento|desconto|remise))",
            re.IGNORECASE,
        ),
        Topic.LEGAL: re.compile(
            r"\b(dpa\b|data processing (agreement|addendum)|gdpr|hipaa|soc ?2|iso ?27001|penetration test|pen ?test"
            r"|nda\b|lawyer|legal team|liability|subprocessors?|security (questionnaire|review|audit)|rgpd|dsgvo"
            r"|avv\b|lgpd|auftragsverarbeitung|abogado|anwalt|avocat|advogado)",
            re.IGNORECASE,
        ),
        Topic.LEGAL_DEMAND: re.compile(
            rf"\b{_WANTED}\b[^.?!]{{0,60}}\b{_PAPER}\b|\b(our|my|unser\w*|nuestr\w*|notre|noss\w*) "
            rf"(own )?{_PAPER}\b|\b{_PAPER}\b[^.?!]{{0,40}}\b{_WANTED}\b"
            r"|\b(our|my) (lawyers?|legal (team|department)|counsel|security team|dpo|compliance team)\b",
            re.IGNORECASE,
        ),
        Topic.MONEY_DISPUTE: re.compile(
            r"\b(charged (me |us )?(twice|again|wrong|too much)|double[- ]charged|overcharged|wrong (amount|invoice|bill)|refund"
            r"|chargeback|money back|billed (me |us )?(twice|wrong|again)|reembolso|reembolsa|erstattung|zurückerstatt"
            r"|remboursement)",
            re.IGNORECASE,
        ),
        Topic.LEAVING: re.compile(
            r"\b(cancel(l?ing)? (my|our|the|this) (account|subscription|plan|contract)|switch(ing)? (away|to (a|another))"
            r"|leav(e|ing) you|not (going to )?renew|(we|i)('ll| will|'re going to| are going to) (cancel|leave|switch)\b"
            r"|(or|otherwise|else) (we|i)('ll| will)? (cancel|leave|switch|go)\b|thinking (of|about) (cancel|leav|switch)"
            r"|kündig|cancelar (mi|la|a|minha)|résilier|annuler mon)",
            re.IGNORECASE,
        ),
    }
)

_OF_CATALOGUE = ("attribute", "add_on", "plan", "product", "category")
_DOUBTS = {
    "price": r"expensive|pric(?:e|es|ey|y|ing)|costs?|costly|budget|afford|cheap(?:er)?|too much|steep|money|overpriced"
    r"|caro|cara|precio|teuer|preis|cher|chère|prix|preço",
    "later": r"not now|later|next (?:week|month|quarter|year)|think (?:about|it over)|no hurry|no rush|some other time"
    r"|not ready|maybe|sleep on it|think it (?:over|through)|thinking"
    r"|(?:ask|talk to|check with|discuss|convince|speak (?:to|with)) (?:it )?(?:my|our|the|with) \w+|i'?ll think"
    r"|jefe|chef|patron|más tarde|später|plus tard|mais tarde",
}


def topics_of(text: str, mentions: Sequence[Mapping[str, Any]] = ()) -> frozenset[Topic]:
    """What a message's words are about. What is named of the catalogue is asked about and demanded of nobody: "an audit log"."""
    asked = text
    for mention in mentions:
        if mention["kind"] in _OF_CATALOGUE:
            start, end = mention["start"], mention["end"]
            asked = asked[:start] + "_" * (end - start) + asked[end:]
    return frozenset(
        topic for topic, cues in _CUES.items() if cues.search(asked if topic is Topic.LEGAL_DEMAND else text)
    )


def doubt_of(text: str) -> str | None:
    """What a doubt is about by its words: "price" or "later"; None for anything else."""
    lower = text.casefold()
    return next((kind for kind, words in _DOUBTS.items() if re.search(rf"\b(?:{words})\b", lower)), None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TopicFinder(GraphComponent):
    """Leaves `topics` (names of Topic) and `doubt` ("price", "later" or None) in the parse data."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicFinder:
        """As Rasa's graph makes it; there is nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Finds the topics of each message."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            message.set(
                "topics",
                sorted(topic.value for topic in topics_of(text, message.get("mentions") or ())),
                add_to_output=True,
            )
            message.set("doubt", doubt_of(text), add_to_output=True)
        return messages
