"""The line: its order, its steps, the hall and the public display."""
