"""How well one option meets one need."""
