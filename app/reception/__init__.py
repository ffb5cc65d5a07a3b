"""Registering an arrival."""
