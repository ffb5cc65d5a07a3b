"""Sessions: proposed, opened, closed, called off, moved."""
