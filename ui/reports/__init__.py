"""The reports' page: minutes, today's papers, what waits to be printed, reports of a period."""
