"""What the law gives a visitor: to know what is kept, to have it, to have it erased; and that nothing is kept for ever."""
