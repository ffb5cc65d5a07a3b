"""What one PC keeps for itself: its settings, its backup folders, its choice of a server."""
