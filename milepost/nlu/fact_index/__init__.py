"""Every fact of a catalogue, the ways in which people ask for it, and which of them a message asks for."""
