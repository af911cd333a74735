"""What a plain product feed says when it is read as a shopkeeper would: attributes, kinds, prices, needs worth asking."""
