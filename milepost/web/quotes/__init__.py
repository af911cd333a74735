"""A quote as its customer reads it: a page and a PDF behind a signed link, in the visitor's language."""
