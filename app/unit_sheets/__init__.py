"""«برگهٔ چهارشنبهٔ واحد»: what each unit's manager is asked about in a session, on one page a unit."""
