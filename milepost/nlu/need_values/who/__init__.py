"""Who the visitor is and how to reach them; who else has a part in the deal; when to call."""
