"""What stands on each paper, and the jobs a printer gets."""
