"""Gathers the data of each paper, and the jobs of the printers."""
