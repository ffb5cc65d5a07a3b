"""Papers on the screen and out of the printer."""
