"""Reception: who comes, about what, and the number he is given."""
