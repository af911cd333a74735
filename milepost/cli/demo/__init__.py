"""`milepost demo`: a month of conversations, played by scripted visitors and answered by the real bot."""
