"""Figures and reports: how units answer, and who came."""
