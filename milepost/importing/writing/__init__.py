"""The four files of a catalogue, written for their owner."""
