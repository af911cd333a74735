"""What an operator's tools ask: is it alive, can it work, how is it doing."""
