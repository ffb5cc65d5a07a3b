CREATE TABLE programme (
    id {key},
    name TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('citizen', 'staff')),
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    every_weeks INTEGER NOT NULL CHECK (every_weeks BETWEEN 1 AND 8),
    anchor_day TEXT NOT NULL,
    series TEXT NOT NULL,
    series_digit INTEGER NOT NULL CHECK (series_digit BETWEEN 0 AND 9),
    next_round INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE session (
    id {key},
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    round INTEGER,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'cancelled', 'moved')),
    opened_at TEXT,
    closed_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    moved_to INTEGER REFERENCES session (id)
);

CREATE INDEX session_state ON session (state, day);

CREATE UNIQUE INDEX session_round ON session (programme_id, round);

CREATE TABLE numbering (
    series_digit INTEGER NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (series_digit, year)
);
