"""A company's own questions and answers, as they stand in files and on its help pages, for knowledge.yml."""
