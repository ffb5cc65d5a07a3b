CREATE TABLE reminder_letter (
    id {key},
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    at TEXT NOT NULL,
    clerk TEXT NOT NULL
);

ALTER TABLE reminder ADD COLUMN letter_id INTEGER REFERENCES reminder_letter (id);

CREATE INDEX reminder_of_letter ON reminder (letter_id);
