"""The settings of this PC as Qt reads and writes them."""
