"""Fairness: whose message is answered when, where more come than can be answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.errors import TooManyWaiting
from milepost.store.database import Store

# Where others wait too, an origin's messages are answered one in so many seconds; where nobody else waits, at full speed.
_STEP = timedelta(seconds=1)
_LEAST_SECONDS, _MOST_SECONDS, _SECONDS_EACH = 2.0, 30.0, 0.1


@dataclass(frozen=True)
class Fairness:
    """How many messages may wait for an answer in all, and of one origin: an address on the network, else a conversation."""

    most_waiting: int = 500
    most_of_one: int = 60

    def turn_at(self, store: Store, origin: str, *, now: datetime) -> datetime:
        """When it is the turn of a message that comes now: later for each that its origin has waiting already.

        Raises TooManyWaiting. (Start-time fair queueing with one step a message: Goyal, Vin and Cheng, SIGCOMM 1996.)
        """
        waiting, own = store.messages.backlog(origin)
        if waiting >= self.most_waiting or own >= self.most_of_one:
            ahead = waiting if waiting >= self.most_waiting else own
            raise TooManyWaiting(min(max(ahead * _SECONDS_EACH, _LEAST_SECONDS), _MOST_SECONDS))
        return now + own * _STEP


FAIRNESS = Fairness()
"""As long as the operator sets nothing else."""
