"""What goes into a price: its lines and the discounts off them."""
