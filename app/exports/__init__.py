"""The lists that leave the program as files."""
