"""The sessions page: sessions are proposed, planned, opened, closed, cancelled and moved."""
