ALTER TABLE response_outcome DROP COLUMN solved;
