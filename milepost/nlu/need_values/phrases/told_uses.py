"""Uses that the owner names to choose from, where a message says to have them: "we answer mail and chat"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from milepost.nlu.need_values.finding import Finding
from milepost.sales.journey import NeedDefinition

# Said of oneself or of what is looked for: "get too much", "something for", "mostly".
_BEFORE = (
    r"(?<![a-z])(?:answer(?:ing|s)?|los(?:e|ing)|miss(?:ing)?|get(?:ting)?|receiv(?:e|ing)|handl(?:e|ing)|manag(?:e|ing)|(?:drown|bur|swamp|flood)\w* "
    r"(?:in|by|with|under)|too (?:many|much)|lots of|a lot of|hundreds of|need(?:s|ing)?|want(?:s|ing)?|look(?:ing)? for|"
    r"(?:something|anything|tool|software|solution) for|help with|mostly|mainly|primarily|especially|only|just|"
    r"support(?:ing)? (?:customers |people |clients )?(?:by|via|over|through|on))"
    r"(?: (?:our|an?|the|all|some|good|better|more|both|customer|support|incoming|inbound|those|these)){0,3} "
)
_BETWEEN = r"(?:,? (?:and|&|plus|or|as well as) |, ?)(?:(?:our|an?|the|some|also) ){0,2}"
# A way to reach somebody is no use: "want your phone number", "need an e-mail from you".
_AFTER = r"(?![a-z'-])(?! (?:address|number|me|us|you|from|back|to me|to us|id|list|confirm\w*|receipt|invoice|copy)(?![a-z]))"


class ToldUses:
    """Finds the owner's uses, by their names and synonyms."""

    def __init__(self, needs: Iterable[NeedDefinition]) -> None:
        told = [need for need in needs if need.kind == "use_case"]
        forms = {form.casefold() for need in told for form in need.forms()}
        words = "|".join(re.escape(form) + "s?" for form in sorted(forms, key=len, reverse=True))
        use = f"(?:{words})(?![a-z])"
        uses = f"(?P<use>{use}(?:{_BETWEEN}{use}){{0,3}})"
        self._pattern = re.compile(f"{_BEFORE}{uses}{_AFTER}") if forms else None
        self._named = re.compile(rf"(?<![a-z]){uses}") if forms else None

    def find(self, text: str, folded: str) -> list[Finding]:
        """The first use that the message says to have, in the visitor's words."""
        return [replace(found, of_owner=True) for found in self._found(self._pattern, text, folded)]

    def named(self, text: str, folded: str) -> list[Finding]:
        """The first use that an answer names, in the visitor's words."""
        return [replace(found, how="bare") for found in self._found(self._named, text, folded)]

    def _found(self, pattern: re.Pattern[str] | None, text: str, folded: str) -> list[Finding]:
        match = pattern.search(folded) if pattern else None
        return [Finding("use_case", text[slice(*match.span("use"))], *match.span("use"))] if match else []
