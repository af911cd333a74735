"""A catalogue brought up to date by a newer feed, without losing what its owner wrote."""
