"""A company's own files become a catalogue: product feeds and buying guides, off the walk of a message."""
