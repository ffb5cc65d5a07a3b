"""The office's settings and its own lists."""
