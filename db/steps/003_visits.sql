CREATE TABLE visitor (
    id {key},
    kind TEXT NOT NULL CHECK (kind IN ('person', 'foreigner', 'legal', 'group', 'no_code')),
    code TEXT NOT NULL,
    code_reason TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    father TEXT NOT NULL DEFAULT '',
    gender TEXT NOT NULL DEFAULT '',
    mobile TEXT NOT NULL DEFAULT '',
    mobile_reason TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    personnel_number TEXT NOT NULL DEFAULT '',
    workplace TEXT NOT NULL DEFAULT '',
    employment TEXT NOT NULL DEFAULT '',
    sort_key TEXT NOT NULL
);

CREATE INDEX visitor_code ON visitor (code);

CREATE INDEX visitor_mobile ON visitor (mobile);

CREATE INDEX visitor_personnel ON visitor (personnel_number);

CREATE TABLE visit (
    id {key},
    session_id INTEGER NOT NULL REFERENCES session (id),
    ticket INTEGER NOT NULL,
    visitor_id INTEGER NOT NULL REFERENCES visitor (id),
    state TEXT NOT NULL CHECK (state IN
        ('waiting', 'called', 'meeting', 'held', 'no_show', 'left', 'postponed', 'moved', 'done')),
    arrived_at TEXT NOT NULL,
    line_at TEXT NOT NULL,
    wanted_table_id INTEGER REFERENCES meeting_table (id),
    table_id INTEGER REFERENCES meeting_table (id),
    return_at TEXT,
    line_note TEXT NOT NULL DEFAULT '',
    category_id INTEGER NOT NULL REFERENCES category (id),
    matter TEXT NOT NULL,
    district_id INTEGER REFERENCES unit (id),
    against_unit_id INTEGER REFERENCES unit (id),
    enclosures INTEGER NOT NULL DEFAULT 0,
    priority_group_id INTEGER REFERENCES priority_group (id),
    priority_reason TEXT NOT NULL DEFAULT '',
    companion TEXT NOT NULL DEFAULT '',
    companion_relation TEXT NOT NULL DEFAULT '',
    people INTEGER NOT NULL DEFAULT 1,
    on_paper INTEGER NOT NULL DEFAULT 0,
    paper_ended_at TEXT,
    outcome TEXT NOT NULL DEFAULT '',
    same_as INTEGER REFERENCES visit (id),
    moved_from INTEGER REFERENCES visit (id),
    UNIQUE (session_id, ticket)
);

CREATE INDEX visit_line ON visit (session_id, state);

CREATE INDEX visit_visitor ON visit (visitor_id, session_id, category_id);

CREATE TABLE period (
    id {key},
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    state TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    clerk_id INTEGER,
    table_id INTEGER,
    note TEXT NOT NULL DEFAULT ''
);

CREATE INDEX period_visit ON period (visit_id);

CREATE TABLE attachment (
    id {key},
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    data {blob} NOT NULL,
    added_at TEXT NOT NULL
);

CREATE INDEX attachment_visit ON attachment (visit_id);

CREATE TABLE invitee (
    id {key},
    session_id INTEGER NOT NULL REFERENCES session (id),
    code TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    father TEXT NOT NULL,
    mobile TEXT NOT NULL,
    personnel_number TEXT NOT NULL,
    workplace TEXT NOT NULL,
    category_id INTEGER REFERENCES category (id),
    matter TEXT NOT NULL,
    visit_id INTEGER REFERENCES visit (id)
);

CREATE INDEX invitee_session ON invitee (session_id);
