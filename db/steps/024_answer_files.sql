CREATE TABLE answer_file (
    id {key},
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk TEXT NOT NULL,
    data {blob} NOT NULL
);

CREATE INDEX answer_file_unit ON answer_file (unit_id);

CREATE TABLE answer_file_row (
    id {key},
    file_id INTEGER NOT NULL REFERENCES answer_file (id),
    referral_id INTEGER NOT NULL REFERENCES referral (id)
);

CREATE INDEX answer_file_row_file ON answer_file_row (file_id);

CREATE INDEX answer_file_row_referral ON answer_file_row (referral_id);
