"""One repository per noun; each works on the connection of one transaction."""
