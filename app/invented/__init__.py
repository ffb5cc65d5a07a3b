"""An invented office: a session for trying the program, and a whole year of its work."""
