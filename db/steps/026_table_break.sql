CREATE TABLE table_break (
    id {key},
    session_id INTEGER NOT NULL REFERENCES session (id),
    table_id INTEGER NOT NULL REFERENCES meeting_table (id),
    started_at TEXT NOT NULL,
    back_at TEXT NOT NULL DEFAULT '',
    ended_at TEXT NOT NULL DEFAULT '',
    clerk_id INTEGER
);

CREATE INDEX table_break_open ON table_break (table_id) WHERE ended_at = '';

CREATE INDEX period_table ON period (table_id, id) WHERE state = 'called';
