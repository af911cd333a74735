"""What a file is made of: tables, workbooks, JSON and XML as rows of cells, each with its line."""
