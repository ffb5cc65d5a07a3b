"""Sessions, from planned to closed, and their minutes."""
