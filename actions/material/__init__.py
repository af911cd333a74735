"""What replies are made of: the options that are meant, the answers that are known, the blocks that a widget draws."""
