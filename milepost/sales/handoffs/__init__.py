"""Hand-overs: when a person must take over, who is asked, what the visitor may be promised, what the clock says next."""
