CREATE TABLE collective_case (id {key}, name TEXT NOT NULL, at TEXT NOT NULL, clerk TEXT NOT NULL);

CREATE TABLE collective_visit (
    id {key},
    collective_id INTEGER NOT NULL REFERENCES collective_case (id),
    visit_id INTEGER NOT NULL REFERENCES visit (id),
    UNIQUE (collective_id, visit_id)
);

CREATE INDEX collective_visit_visit ON collective_visit (visit_id);
