"""What goes onto paper, and the list of papers to be printed."""
