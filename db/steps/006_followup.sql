CREATE TABLE followup (
    referral_id INTEGER PRIMARY KEY REFERENCES referral (id),
    stage TEXT NOT NULL CHECK (stage IN
        ('issued', 'dispatched', 'acknowledged', 'answered', 'accepted', 'objected', 'closed', 'passed')),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    official_id INTEGER NOT NULL,
    table_id INTEGER,
    issued_day TEXT NOT NULL,
    working_days INTEGER,
    due_day TEXT NOT NULL DEFAULT '',
    dispatch_id INTEGER,
    dispatched_day TEXT NOT NULL DEFAULT '',
    acknowledged_day TEXT NOT NULL DEFAULT '',
    unit_due_day TEXT NOT NULL DEFAULT '',
    paused_day TEXT NOT NULL DEFAULT '',
    paused_days INTEGER NOT NULL DEFAULT 0,
    answered_day TEXT NOT NULL DEFAULT '',
    answer_days INTEGER,
    in_time INTEGER,
    in_promise INTEGER,
    last_answer_day TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    verdict_day TEXT NOT NULL DEFAULT '',
    objections INTEGER NOT NULL DEFAULT 0,
    interims INTEGER NOT NULL DEFAULT 0,
    promised_day TEXT NOT NULL DEFAULT '',
    extensions INTEGER NOT NULL DEFAULT 0,
    reminders INTEGER NOT NULL DEFAULT 0,
    passed_from INTEGER REFERENCES referral (id),
    returns INTEGER NOT NULL DEFAULT 0,
    call_again_day TEXT NOT NULL DEFAULT ''
);

INSERT INTO followup (referral_id, stage, unit_id, programme_id, category_id, official_id, table_id, issued_day,
        working_days, due_day)
    SELECT referral.id, 'issued', referral.unit_id, session.programme_id, visit.category_id, paraph.official_id,
        paraph.table_id, session.day, referral.working_days, referral.due_day
    FROM referral JOIN paraph ON paraph.id = referral.paraph_id JOIN visit ON visit.id = referral.visit_id
    JOIN session ON session.id = visit.session_id WHERE referral.state = 'issued';

CREATE INDEX followup_open ON followup (stage, due_day);

CREATE INDEX followup_issued ON followup (issued_day);

CREATE INDEX followup_unit ON followup (unit_id, stage);

CREATE TABLE dispatch (
    id {key},
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    unit_name TEXT NOT NULL,
    addressed_as TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('hand', 'secretariat', 'automation')),
    office_number TEXT NOT NULL DEFAULT '',
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk TEXT NOT NULL
);

CREATE INDEX dispatch_day ON dispatch (day);

CREATE TABLE referral_step (
    id {key},
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    kind TEXT NOT NULL CHECK (kind IN ('dispatched', 'acknowledged', 'interim', 'answered', 'returned', 'passed',
        'extended', 'paused', 'resumed', 'reminded', 'called', 'accepted', 'objected', 'closed')),
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk_id INTEGER,
    clerk TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    to_day TEXT NOT NULL DEFAULT ''
);

CREATE INDEX step_referral ON referral_step (referral_id);

CREATE INDEX step_kind ON referral_step (kind, day);

CREATE TABLE response (
    id {key},
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    kind TEXT NOT NULL CHECK (kind IN ('interim', 'final')),
    day TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL,
    unit_number TEXT NOT NULL DEFAULT '',
    promised_day TEXT NOT NULL DEFAULT '',
    returned INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL,
    clerk TEXT NOT NULL
);

CREATE INDEX response_referral ON response (referral_id);

ALTER TABLE attachment ADD COLUMN response_id INTEGER REFERENCES response (id);

CREATE TABLE reminder (
    id {key},
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    ordinal INTEGER NOT NULL,
    day TEXT NOT NULL,
    due_day TEXT NOT NULL,
    late_days INTEGER NOT NULL,
    at TEXT NOT NULL,
    clerk TEXT NOT NULL,
    UNIQUE (referral_id, ordinal)
);

CREATE TABLE response_outcome (
    id {key},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    solved INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);

INSERT INTO response_outcome (code, name, solved, counts, position) VALUES
    ('done', 'انجام شد', 1, 1, 0),
    ('partly', 'انجام بخشی', 0, 1, 1),
    ('planned', 'در برنامه قرار گرفت', 0, 1, 2),
    ('barred', 'منع قانونی', 0, 0, 3),
    ('not_ours', 'خارج از وظایف واحد', 0, 0, 4),
    ('papers', 'نیاز به مدارک', 0, 1, 5),
    ('no_contact', 'متقاضی مراجعه نکرد', 0, 1, 6),
    ('irrelevant', 'پاسخ نامرتبط (برگشت داده شد)', 0, 1, 7);

ALTER TABLE visitor ADD COLUMN merged_into INTEGER REFERENCES visitor (id);

CREATE TABLE merging (
    id {key},
    kept_id INTEGER NOT NULL REFERENCES visitor (id),
    gone_id INTEGER NOT NULL REFERENCES visitor (id),
    visits TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk TEXT NOT NULL,
    undone_at TEXT NOT NULL DEFAULT ''
);

CREATE TABLE paper_of_now (
    id {key},
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    asked_day TEXT NOT NULL,
    desk TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('waiting', 'printed')),
    reason TEXT NOT NULL DEFAULT '',
    reprint INTEGER NOT NULL DEFAULT 0,
    printed_at TEXT
);

INSERT INTO paper_of_now (kind, subject_id, asked_at, asked_day, desk, state, reason, reprint, printed_at)
    SELECT kind, subject_id, asked_at, asked_day, desk, state, reason, reprint, printed_at FROM paper ORDER BY id;

DROP TABLE paper;

ALTER TABLE paper_of_now RENAME TO paper;

CREATE INDEX paper_state ON paper (state);

CREATE INDEX paper_day ON paper (asked_day);

CREATE INDEX paper_subject ON paper (kind, subject_id);
