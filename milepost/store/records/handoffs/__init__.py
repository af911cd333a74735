"""Hand-overs: requests and who claimed them, who is there, meetings, mentions in notes."""

from milepost.store.records.handoffs.requests import HandoffRow, Handoffs

__all__ = ["HandoffRow", "Handoffs"]
