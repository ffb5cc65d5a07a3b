CREATE TABLE paraph (
    id {key},
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    official_id INTEGER NOT NULL REFERENCES official (id),
    official_post TEXT NOT NULL,
    official_name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    written_at TEXT NOT NULL,
    table_id INTEGER,
    state TEXT NOT NULL CHECK (state IN ('valid', 'amended', 'void')),
    reason TEXT NOT NULL DEFAULT '',
    replaces INTEGER REFERENCES paraph (id)
);

CREATE INDEX paraph_visit ON paraph (visit_id);

CREATE TABLE referral (
    id {key},
    paraph_id INTEGER NOT NULL REFERENCES paraph (id),
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    unit_name TEXT NOT NULL,
    addressed_as TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('lead', 'partner', 'copy')),
    number TEXT NOT NULL UNIQUE,
    barcode TEXT NOT NULL UNIQUE,
    urgency TEXT NOT NULL,
    working_days INTEGER,
    due_day TEXT NOT NULL DEFAULT '',
    issued_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('issued', 'void')),
    replaces TEXT NOT NULL DEFAULT ''
);

CREATE INDEX referral_paraph ON referral (paraph_id);

CREATE INDEX referral_visit ON referral (visit_id);

CREATE TABLE paper (
    id {key},
    kind TEXT NOT NULL CHECK (kind IN ('ticket', 'slip', 'receipt', 'minutes', 'recovery')),
    subject_id INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    asked_day TEXT NOT NULL,
    desk TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('waiting', 'printed')),
    reason TEXT NOT NULL DEFAULT '',
    reprint INTEGER NOT NULL DEFAULT 0,
    printed_at TEXT
);

CREATE INDEX paper_state ON paper (state);

CREATE INDEX paper_day ON paper (asked_day);

CREATE INDEX paper_subject ON paper (kind, subject_id);
