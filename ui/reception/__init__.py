"""Reception: the visitor, the matter, the number."""
