"""What the office has decided: its settings, this PC, its clerks, its lists."""
