"""Changes of the days the office is closed, and the deadlines that move with them."""
