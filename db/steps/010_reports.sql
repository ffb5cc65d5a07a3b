CREATE TABLE report (
    id {key},
    kind TEXT NOT NULL,
    programme_id INTEGER NOT NULL REFERENCES programme (id),
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    unit_id INTEGER REFERENCES unit (id),
    category_id INTEGER REFERENCES category (id),
    official_id INTEGER REFERENCES official (id),
    asked_at TEXT NOT NULL
);
