"""How near a message must come to an entry of the owner's knowledge base for its answer to be given.

Scores from 0 to 1 are those of `milepost/nlu/answers.py`. `milepost evaluate` measures what the thresholds let through, on
questions that the shipped catalogue answers, in other words than its own, and on as many that it does not answer.
"""

from __future__ import annotations

ANSWERS_FROM = 0.43
"""From here on an answer is given beside the question that it belongs to, so that the reader sees whether it is theirs."""

PLAINLY_FROM = 0.55
"""From here on it is given as the answer."""

SURE_FROM = 0.58
"""From here on it comes before what else the message might want."""

NEAR_FROM = 0.33
"""From here on its question may at least be what was meant."""
