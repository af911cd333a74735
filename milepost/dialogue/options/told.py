"""Which options a reply of ours tells of: what the visitor goes on about, whoever brought it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation
from milepost.sales.options import name_of, product_of

MOST_SHOWN, MOST_IN_FOCUS = 4, 2
# Acts whose answer is about whatever it names: a list of all that there is, or a word on the conversation, is about none of it.
_ANSWERED = frozenset({ActKind.ASK_FACT, ActKind.ASK_DISCOUNT, ActKind.ASK_SUPERLATIVE, ActKind.RAISE_OBJECTION})


class NamesTold:
    """Finds options by their names as we write them, against one catalogue version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._options: Mapping[str, str] = {name_of(catalogue, each).casefold(): each for each in _options(catalogue)}
        ways = sorted(self._options, key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ways))})(?!\w)") if ways else None

    def in_text(self, text: str) -> tuple[str, ...]:
        """The options that a text names, in order, each once; a product named only to say which plan is meant is none."""
        if self._names is None:
            return ()
        found = [self._options[match[0]] for match in self._names.finditer(text.casefold())]
        owners = {f"product:{product_of(self._catalogue, each)}" for each in found if each.startswith("plan:")}
        return tuple(each for each in dict.fromkeys(found) if each not in owners)


def _options(catalogue: Catalogue) -> Iterable[str]:
    """Every option, the products last: a plan that has the name of its product is that product."""
    yield from (f"plan:{plan.id}" for plan in catalogue.plans.values())
    yield from (f"competitor:{rival}" for rival in catalogue.competitors)
    yield from (f"product:{product}" for product in catalogue.products)


def bring_into_focus(conversation: Conversation, acts: Sequence[Act], told: Sequence[str]) -> None:
    """What was told of in answer to a question that named nothing comes into focus: "how much is it" means that. What merely
    came near does not, nor what a reduction is for beside what is spoken of."""
    if not told or any(act.options for act in acts) or not any(act.kind in _ANSWERED for act in acts):
        return
    if any(act.kind is ActKind.ASK_FACT and act.zone in (Zone.NEAR, Zone.UNKNOWN) for act in acts):
        return
    is_in_passing = bool(conversation.focus) and all(act.kind is ActKind.ASK_DISCOUNT for act in acts)
    if len(told) <= MOST_IN_FOCUS and not is_in_passing:
        conversation.focus = list(told[:1])
    if len(told) > 1 and not is_in_passing:
        conversation.shown = list(told[:MOST_SHOWN])
