"""When a person must take over, and why: the project's policy, case by case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from milepost.sales.conversations import CUSTOMER_STAGES, BuyingStage, Conversation


class HandOverReason(str, Enum):
    """Why a person must take over: the policy's cases (a) to (e)."""

    ASKED_FOR = "asked_for"
    BEYOND_LIST_PRICE = "beyond_list_price"
    CUSTOMER_AT_RISK = "customer_at_risk"
    LEGAL = "legal"
    NOT_UNDERSTOOD = "not_understood"


class Topic(str, Enum):
    """What the words of a message are about, as far as it decides who must answer.

    INVOICE asks whether one may pay so, CONTRACT for terms of one's own; LEGAL asks, LEGAL_DEMAND wants something signed,
    filled in or reviewed; BARGAIN names a price or reduction that is not on the list.
    """

    CONTRACT = "contract"
    INVOICE = "invoice"
    BARGAIN = "bargain"
    LEGAL = "legal"
    LEGAL_DEMAND = "legal_demand"
    MONEY_DISPUTE = "money_dispute"
    LEAVING = "leaving"


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
_PATIENCE = 2


def topics_of(text: str) -> frozenset[Topic]:
    """What a message's words are about."""
    return frozenset(topic for topic, cues in _CUES.items() if cues.search(text))


def must_hand_over(
    conversation: Conversation,
    *,
    intent: str,
    topics: frozenset[Topic] = frozenset(),
    is_answered: bool = False,
    has_list_price: bool = True,
    is_unsolved: bool = False,
) -> HandOverReason | None:
    """Why a person must take over, or None.

    The policy of the project: (a) a person is asked for; (b) ready to buy, and it needs more than the list price: a
    contract, a purchase order, a discount that the catalogue does not give (`has_list_price` False); (c) a customer
    threatens to leave, disputes money, or the problem stays unsolved; (d) a legal, security or data-protection demand
    that the catalogue does not answer (`is_answered` False: what wants something signed or filled in no text answers);
    (e) two failed understandings in a row. Never on a greeting, a price that the catalogue gives, a declined answer or
    abuse alone.
    """
    if intent == "human_handoff":
        return HandOverReason.ASKED_FOR
    if is_at_risk(conversation, intent, topics, is_answered=is_answered, is_unsolved=is_unsolved):
        return HandOverReason.CUSTOMER_AT_RISK
    is_buying = conversation.buying_stage is BuyingStage.PURCHASE or intent in ("request_quote", "want_to_buy")
    beyond = topics & {Topic.CONTRACT, Topic.BARGAIN} or (Topic.INVOICE in topics and not is_answered)
    if is_buying and (beyond or not has_list_price):
        return HandOverReason.BEYOND_LIST_PRICE
    if Topic.LEGAL_DEMAND in topics or (Topic.LEGAL in topics and not is_answered):
        return HandOverReason.LEGAL
    if conversation.misunderstandings >= _PATIENCE:
        return HandOverReason.NOT_UNDERSTOOD
    return None


def is_at_risk(
    conversation: Conversation, intent: str, topics: frozenset[Topic], *, is_answered: bool, is_unsolved: bool
) -> bool:
    """Case (c): a customer who leaves, wants money back, or whose problem stays unsolved."""
    is_customer = conversation.buying_stage in CUSTOMER_STAGES or conversation.bought is not None
    if intent == "want_to_cancel" or (is_customer and topics & {Topic.LEAVING, Topic.MONEY_DISPUTE}):
        return True
    return intent == "make_complaint" and (is_unsolved or Topic.MONEY_DISPUTE in topics or not is_answered)
