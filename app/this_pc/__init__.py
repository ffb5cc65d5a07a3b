"""The settings that stay on one PC: its own, its backup folders, its choice of a server."""
