"""The venue's server as one PC knows it."""
