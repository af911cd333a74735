"""What the channels keep: who speaks where, moves, couriers, attachments."""
