CREATE TABLE message_file (
    id {key},
    at TEXT NOT NULL,
    clerk TEXT NOT NULL
);

CREATE TABLE message (
    id {key},
    file_id INTEGER NOT NULL REFERENCES message_file (id),
    kind TEXT NOT NULL CHECK (kind IN ('registered', 'moved', 'referred', 'answered')),
    mobile TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL
);

CREATE INDEX message_of_file ON message (file_id);

CREATE TABLE told (
    id {key},
    message_id INTEGER NOT NULL REFERENCES message (id),
    event TEXT NOT NULL CHECK (event IN ('visit', 'carried', 'invitee', 'referral', 'response')),
    subject_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL DEFAULT 0,
    UNIQUE (event, subject_id, session_id)
);

ALTER TABLE invitee ADD COLUMN moved_from INTEGER REFERENCES session (id)
