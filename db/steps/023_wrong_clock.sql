CREATE TABLE wrong_clock (
    id {key},
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    last_row INTEGER NOT NULL,
    lifted_at TEXT NOT NULL DEFAULT ''
);
