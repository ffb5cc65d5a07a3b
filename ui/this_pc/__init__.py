"""What this PC keeps for itself: its settings, its backup folders, its server."""
