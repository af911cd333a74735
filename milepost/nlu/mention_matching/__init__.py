"""How names of the catalogue, and words that point at them, are found in a message; no framework."""
