"""Quotes: given, found again, shown, linked to, accepted and withdrawn."""

from milepost.services.quotes.giving import AGAIN, Quote, block, earlier, find, keep, line_label, of, quote_of, record

__all__ = ["AGAIN", "Quote", "block", "earlier", "find", "keep", "line_label", "of", "quote_of", "record"]
