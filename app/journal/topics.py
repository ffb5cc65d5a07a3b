"""The topics of storage: each names what a write changes, and the screens that refresh for it."""

from typing import Literal

Topic = Literal["clerks", "office", "papers", "paraphs", "queue", "session", "visitors", "journal"]
"""Each has its row in the table `revision`, which db/steps/topics.sql adds to a new database."""
