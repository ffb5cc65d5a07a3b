"""The sections of the settings: the office, this PC, its clerks, its lists."""
