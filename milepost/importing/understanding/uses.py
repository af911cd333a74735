"""What products are for, in the feed's own words."""

from __future__ import annotations

import re

from milepost.importing.feed import FeedProduct

_MADE_FOR = re.compile(
    r"\b(?:ideal|perfect|great|good|best|better|excellent|suited|suitable|designed|made|built|meant|optimi[sz]ed|intended|choice|popular)"
    r" (?:choice )?(?:for|among|with)\s+(?:your |the |a |an |all |any |those |people )?([^.,;:()!?\n]{3,60})",
    re.I,
)
_CUT = re.compile(
    r"\s+(?:and (?:is|has|it|can|comes|features)|with|that|which|who|because|but|while|when|if|so|as well)\b.*$", re.I
)
_MOST_WORDS = 6
_MOST = 6


def best_for(product: FeedProduct) -> tuple[str, ...]:
    """What the product's own texts say that it is for."""
    return _phrases(product.text)[:_MOST]


def _phrases(text: str) -> tuple[str, ...]:
    phrases = (_CUT.sub("", match[1]).strip(" -'\"") for match in _MADE_FOR.finditer(text))
    return tuple(
        dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if 1 <= len(phrase.split()) <= _MOST_WORDS)
    )
