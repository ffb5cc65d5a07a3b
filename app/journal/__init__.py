"""The journal: the one way to change anything, and whether it is whole."""
