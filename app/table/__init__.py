"""The table: the paraph, written, amended, renewed."""
