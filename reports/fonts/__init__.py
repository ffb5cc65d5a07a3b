"""Vazirmatn, under the SIL Open Font Licence (OFL.txt)."""
