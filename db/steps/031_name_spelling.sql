CREATE TABLE name_spelling (
    id {key},
    spellings TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired_on TEXT NOT NULL DEFAULT ''
);
