"""The rep console: leads as a list, a board and a card, and taking over a conversation."""
