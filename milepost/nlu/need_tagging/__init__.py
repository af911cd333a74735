"""Needs that are said in free words, read by a learned tagger: words, their evidence, a sequence model, its examples."""
