"""A company's own files become a catalogue: product feeds, buying guides, questions and answers, off the walk of a message."""
