"""What the law wants a visitor to find: their own data, and pages on accessibility, automation and storage."""
