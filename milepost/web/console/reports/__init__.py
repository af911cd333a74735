"""What the house tells about itself: deliveries to other systems, and the figures."""
