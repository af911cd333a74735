"""What an operator runs: the roles of a process, its log, checks, copies of the database, and what the law asks for."""
