"""Product feeds as shops export them, read from their files; and catalogues written for their owners."""
