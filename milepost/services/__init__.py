"""Everything that writes: load, ask sales, keep."""
