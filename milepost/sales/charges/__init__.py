"""What goes into a price: its lines, the discounts off them, the form of a good, the kind of customer."""
