ALTER TABLE merging ADD COLUMN reason TEXT NOT NULL DEFAULT '';

ALTER TABLE merging ADD COLUMN people TEXT NOT NULL DEFAULT '';

CREATE INDEX visitor_merged ON visitor (merged_into) WHERE merged_into IS NOT NULL;

CREATE INDEX visit_same ON visit (same_as) WHERE same_as IS NOT NULL;
