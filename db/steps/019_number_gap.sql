CREATE TABLE number_gap (
    id {key},
    kind TEXT NOT NULL CHECK (kind IN ('referral', 'round', 'ticket', 'ledger', 'reminder')),
    programme_id INTEGER NOT NULL,
    series TEXT NOT NULL,
    series_digit INTEGER NOT NULL,
    year INTEGER NOT NULL,
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    backup_at TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX number_gap_day ON number_gap (programme_id, day);

CREATE INDEX number_gap_reminder ON number_gap (number) WHERE number <> '';
