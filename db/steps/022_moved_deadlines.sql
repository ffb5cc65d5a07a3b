CREATE TABLE day_change (
    id {key},
    holiday_id INTEGER NOT NULL REFERENCES holiday (id),
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk TEXT NOT NULL,
    closed_day TEXT NOT NULL,
    opened_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    letter TEXT NOT NULL
);

CREATE INDEX day_change_holiday ON day_change (holiday_id);

CREATE TABLE deadline_letter (
    id {key},
    change_id INTEGER NOT NULL REFERENCES day_change (id),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    UNIQUE (change_id, unit_id)
);

CREATE TABLE moved_deadline (
    id {key},
    letter_id INTEGER NOT NULL REFERENCES deadline_letter (id),
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    before_day TEXT NOT NULL,
    after_day TEXT NOT NULL
);

CREATE INDEX moved_deadline_letter ON moved_deadline (letter_id);

CREATE INDEX moved_deadline_referral ON moved_deadline (referral_id);
