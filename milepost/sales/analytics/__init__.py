"""Figures: what conversations add up to; definitions in docs/analytics.md."""
