"""The sections `handoff` and `canned_replies` of journey.yml: how people are fetched, and what they say often."""

from __future__ import annotations

from milepost.sales.handoffs.routing import CRITERIA
from milepost.sales.journey import CannedReply, HandoffRules
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields
from milepost.store.catalogue_schema.values import UnfitError

_PLACES = ("name", "company", "rep", "plan", "total")
_LONGEST = 4_000


def read_handoff(page: Fields) -> HandoffRules:
    """The whole section; what is left out has its default."""
    fields = page.group("handoff", '"handoff"')
    usual = HandoffRules()
    if fields is None:
        return usual
    minutes = values.whole(1)
    route_by = fields.listing("route_by", values.one_of(CRITERIA))
    rules = HandoffRules(
        answer=fields.optional("answer_minutes", minutes, usual.answer),
        escalate=fields.optional("escalate_minutes", minutes, usual.escalate),
        give_up=fields.optional("give_up_minutes", minutes, usual.give_up),
        reply=fields.optional("reply_minutes", minutes, usual.reply),
        route_by=route_by if fields.node("route_by") is not None else usual.route_by,
        meeting=fields.optional("meeting_minutes", values.whole(5), usual.meeting),
    )
    if rules.give_up < rules.escalate:
        fields.problem('"give_up_minutes" must not be less than "escalate_minutes"', key="give_up_minutes")
    fields.close()
    return rules


def read_canned_replies(page: Fields) -> tuple[CannedReply, ...]:
    """The whole section, in its order."""
    replies: dict[str, CannedReply] = {}
    for position, node in enumerate(page.items("canned_replies"), start=1):
        label = f"canned reply {position}"
        fields = page.fields_of(node, label, label, node.line)
        if fields is None:
            continue
        reply = CannedReply(
            id=fields.required("id", values.identifier, ""),
            title=fields.words("title"),
            text=fields.required("text", _reply_text, ""),
            language=fields.optional("language", values.text, "en"),
        )
        fields.close()
        if reply.id and reply.id in replies:
            fields.problem(f'the id "{reply.id}" is taken by another canned reply', key="id")
        replies[reply.id] = reply
    return tuple(replies.values())


def _reply_text(words: str) -> str:
    """A text with places that a rep's page can fill."""
    text = values.template(words)
    unknown = [name for name in values.places(text) if name not in _PLACES]
    if unknown:
        raise UnfitError(f'has a place "{{{unknown[0]}}}" that nothing fills; there are {", ".join(_PLACES)}')
    if len(text) > _LONGEST:
        raise UnfitError(f"is longer than {_LONGEST:,} characters")
    return text
