"""What a message says of the deal besides needs: wishes of time, promises, terms, other people, changes, threats."""
