CREATE TABLE revision (topic TEXT PRIMARY KEY, n INTEGER NOT NULL);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE picture (name TEXT PRIMARY KEY, data {blob} NOT NULL);

CREATE TABLE clerk (
    id {key},
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    secret TEXT NOT NULL,
    roles TEXT NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE recovery (id {key}, secret TEXT NOT NULL, made_at TEXT NOT NULL, used_at TEXT NOT NULL DEFAULT '');

CREATE TABLE journal (
    id {key},
    at TEXT NOT NULL,
    clerk_id INTEGER,
    clerk TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id INTEGER,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    chain TEXT NOT NULL
);

CREATE INDEX journal_subject ON journal (subject, subject_id);

CREATE TABLE unit (
    id {key},
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    addressed_as TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE official (
    id {key},
    post TEXT NOT NULL,
    holder TEXT NOT NULL,
    from_day TEXT NOT NULL DEFAULT '',
    to_day TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE meeting_table (
    id {key},
    name TEXT NOT NULL,
    official_id INTEGER REFERENCES official (id),
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE category (
    id {key},
    audience TEXT NOT NULL CHECK (audience IN ('citizen', 'staff')),
    name TEXT NOT NULL,
    examples TEXT NOT NULL,
    confidential INTEGER NOT NULL DEFAULT 0,
    default_unit_id INTEGER REFERENCES unit (id),
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE phrase (
    id {key},
    code TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    answer_needed INTEGER NOT NULL,
    working_days INTEGER,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE priority_group (
    id {key},
    name TEXT NOT NULL,
    weight INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE urgency (
    id {key},
    name TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE employment (id {key}, name TEXT NOT NULL, position INTEGER NOT NULL, retired_on TEXT NOT NULL DEFAULT '');

CREATE TABLE visit_outcome (
    id {key},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    referral INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

CREATE TABLE holiday (
    id {key},
    day TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    certain INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);
