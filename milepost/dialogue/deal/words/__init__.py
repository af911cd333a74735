"""What people say of other people, times, wishes and the deal: the tables that this folder's rooms read by."""
