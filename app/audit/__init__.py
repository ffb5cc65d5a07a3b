"""The journal in the office's words, for the managers who read it."""
