"""The words by which a price's case is told in languages other than English: one file each, and what reads them."""
