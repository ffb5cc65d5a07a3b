"""Before the window: the first run, signing in, and the way back in for a locked-out administrator."""
