"""What leaves the house: e-mail, notices to reps, and lead events to other systems."""
