ALTER TABLE paper ADD COLUMN gone TEXT NOT NULL DEFAULT '' CHECK (gone IN ('', 'dropped', 'withdrawn'));
