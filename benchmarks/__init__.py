"""Measurements of the program, each beside a reference taken in the same run."""
