"""No actions."""
