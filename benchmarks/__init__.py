"""What `make bench` runs; every benchmark prints a table, none asserts on time."""
