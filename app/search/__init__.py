"""Finding people and cases."""
