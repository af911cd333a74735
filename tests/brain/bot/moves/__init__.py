"""Actions of the tiny bot."""
