"""What a message says of the case of a price, and of forms, days and order: for how many, how long, in what, for whom."""
