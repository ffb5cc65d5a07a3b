"""Reads and writes lists as workbooks and CSV."""
