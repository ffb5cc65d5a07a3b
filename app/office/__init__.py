"""The decisions of an office: its settings, its lists, its programmes and its working days."""
