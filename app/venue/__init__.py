"""The venue's server: its address and password on this PC, and its first set-up."""
