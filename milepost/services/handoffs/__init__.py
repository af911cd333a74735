"""Hand-overs between bot and people: who asked, who is asked to come, who came, and the way back."""

from milepost.services.handoffs.joining import NOTICE, claim, give_back, pass_on, settle
from milepost.services.handoffs.requests import request

__all__ = ["NOTICE", "claim", "give_back", "pass_on", "request", "settle"]
