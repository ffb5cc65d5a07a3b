"""Visitors, their visits, and the scans kept with them."""
