"""What the clauses of a message tell, each by itself."""
