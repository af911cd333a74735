"""What the company's people did with leads: audit trail, corrections, merges."""
