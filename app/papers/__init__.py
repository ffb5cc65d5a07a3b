"""The data that stands on papers, and the list of papers to be printed."""
