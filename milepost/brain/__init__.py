"""Rasa as a library: loads the model, runs one turn, hosts the actions."""
