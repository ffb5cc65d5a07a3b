"""Backups: when one is taken, which are kept, and how one is restored."""
