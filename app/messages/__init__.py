"""Short messages to visitors: what is due, its texts, and the files an SMS panel sends."""
