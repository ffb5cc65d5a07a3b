ALTER TABLE session ADD COLUMN correcting_since TEXT NOT NULL DEFAULT '';
