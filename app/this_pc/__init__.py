"""What stays on one PC: its settings, its backup folders, its choice of a server."""
