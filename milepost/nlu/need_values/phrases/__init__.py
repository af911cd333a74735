"""Needs that are said in a few free words: industry, use, must-haves, current solution."""
