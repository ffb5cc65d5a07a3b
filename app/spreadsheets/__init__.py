"""Lists as workbooks and CSV: read and written."""
