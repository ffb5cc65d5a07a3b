"""The one way to change anything, the journal it is recorded in, and the check that the journal is whole."""
