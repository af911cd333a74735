"""What a message means here: evidence, the conversation so far and the catalogue become acts. Plain Python, no Rasa."""
