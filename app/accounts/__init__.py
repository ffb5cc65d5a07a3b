"""Accounts of clerks: signing in, passwords, and the changes an administrator makes."""
