CREATE TABLE decision (
    id {key},
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    session_id INTEGER NOT NULL REFERENCES session (id),
    words TEXT NOT NULL,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk_id INTEGER,
    clerk TEXT NOT NULL,
    taken_back_at TEXT NOT NULL DEFAULT '',
    taken_back_by TEXT NOT NULL DEFAULT ''
);

CREATE INDEX decision_referral ON decision (referral_id);

CREATE INDEX decision_session ON decision (session_id);

CREATE TABLE unit_sheet (
    id {key},
    session_id INTEGER NOT NULL REFERENCES session (id),
    unit_id INTEGER REFERENCES unit (id),
    asked_at TEXT NOT NULL
);

INSERT INTO unit_sheet (session_id, asked_at) SELECT subject_id, MIN(asked_at) FROM paper WHERE kind = 'followup'
    GROUP BY subject_id;

UPDATE paper SET kind = 'unit_sheet', subject_id = (SELECT unit_sheet.id FROM unit_sheet
    WHERE unit_sheet.session_id = paper.subject_id) WHERE kind = 'followup';
