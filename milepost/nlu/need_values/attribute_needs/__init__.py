"""Needs that filter an attribute of the catalogue in force."""
