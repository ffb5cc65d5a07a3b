"""Backups: taken, kept, put back."""
