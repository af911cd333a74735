"""Milepost: a sales-assist chatbot that knows how far along a buyer is."""

__version__ = "0.1.0"
