"""Ways of telling which options are meant where no name says it: by words, by size, by term, and together with those before."""
