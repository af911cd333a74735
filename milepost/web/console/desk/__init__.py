"""What people do with leads besides answering: actions, corrections, merges, exports, erasing, the audit trail."""
