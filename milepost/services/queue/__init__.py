"""The queue of messages that wait for an answer."""
