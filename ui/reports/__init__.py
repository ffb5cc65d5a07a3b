"""The page of reports: minutes, today's papers, unprinted papers, reports of a period, the scorecard."""
