"""Everything that owners get wrong: an edit of the small catalogue, and what it must lead to."""

from __future__ import annotations

from tests.store.broken_goods import GOODS
from tests.store.broken_journeys import JOURNEYS
from tests.store.broken_prices import PRICES

BROKEN = [*GOODS, *PRICES, *JOURNEYS]
