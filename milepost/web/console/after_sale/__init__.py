"""The pages of who has bought: customers, and the friends that they bring."""
