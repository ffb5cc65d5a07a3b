"""The caller's page: the line, the case of one visit, the tables."""
