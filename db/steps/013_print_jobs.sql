ALTER TABLE paper ADD COLUMN claim TEXT NOT NULL DEFAULT '';

ALTER TABLE paper ADD COLUMN claimed_at TEXT NOT NULL DEFAULT '';

ALTER TABLE paper ADD COLUMN printer TEXT NOT NULL DEFAULT '';

ALTER TABLE paper ADD COLUMN job TEXT NOT NULL DEFAULT '';

ALTER TABLE paper ADD COLUMN in_queue INTEGER NOT NULL DEFAULT 0 CHECK (in_queue IN (0, 1));

CREATE INDEX paper_claim ON paper (desk) WHERE claim <> '';

CREATE INDEX paper_in_queue ON paper (desk) WHERE in_queue = 1;
