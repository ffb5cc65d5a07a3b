"""What an office decides for itself: its settings, its lists, its programmes and its working days."""
