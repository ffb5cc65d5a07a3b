"""Whether the clock can be right: what the program knows of the time, and the question before the first write."""
