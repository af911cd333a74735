"""How each kind of need is read from a visitor's words; plain functions on text, no framework."""
