"""The caller's page: the line, the case looked at, the tables."""
