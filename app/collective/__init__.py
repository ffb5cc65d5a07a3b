"""Collective cases: one common name for the visits of many people about one thing."""
