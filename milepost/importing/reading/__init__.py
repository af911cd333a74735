"""Feeds and guides from their files: rows of text, each with its line."""
