"""The rep's side of a live chat: presence, typing, prices, canned replies, meetings, transcripts, mentions."""
