"""The topics of storage: what a write changes, and what a screen refreshes for."""

from typing import Literal

Topic = Literal["clerks", "office", "papers", "paraphs", "queue", "session", "visitors", "journal"]
"""A name the type checker knows. Each has its row in `revision`, which db/steps/topics.sql adds to a new database."""
