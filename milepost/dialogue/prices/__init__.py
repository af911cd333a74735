"""What a price is asked of: which options, for which case, with what taken off, and what completes a question of it."""
