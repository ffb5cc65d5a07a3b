"""The command line, and the commands that open no window and load no Qt."""
