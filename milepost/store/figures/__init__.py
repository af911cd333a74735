"""What figures are made of: rows of one period, each with its conversation."""
