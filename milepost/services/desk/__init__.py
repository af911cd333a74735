"""What the company's people do with leads: audit, corrections, merges, erasing."""
