"""The table: the visitor's story on one side, the paraph on the other."""
