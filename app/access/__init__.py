"""Clerks with their roles, and what each may read."""
