"""What the messaging channels ask for besides taking a message: going on elsewhere, delivery, attachments, bursts."""
