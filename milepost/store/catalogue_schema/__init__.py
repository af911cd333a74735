"""The four files of a catalogue folder: how they are read, what each may say, how a mistake is told to the owner."""
