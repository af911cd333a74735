"""Learning and measuring from annotated conversations; off the walk of a message."""
