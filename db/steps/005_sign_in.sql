CREATE TABLE attempt (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    locked_until TEXT NOT NULL DEFAULT ''
);

CREATE INDEX journal_at ON journal (at);
