"""Parts of the lead card's view."""
