"""How units answer and who came, in figures."""
