"""How clerks sign in, and who works here."""
