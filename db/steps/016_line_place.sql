ALTER TABLE visit ADD COLUMN line_place INTEGER NOT NULL DEFAULT 0;

UPDATE visit SET line_place = ranked.place FROM
    (SELECT id, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY line_at, ticket) AS place FROM visit) AS ranked
    WHERE ranked.id = visit.id;

DROP INDEX visit_ordinary_head;

DROP INDEX visit_priority_head;

CREATE INDEX visit_ordinary_head ON visit (session_id, line_place, ticket)
    WHERE state = 'waiting' AND priority_group_id IS NULL;

CREATE INDEX visit_priority_head ON visit (session_id, line_place, ticket)
    WHERE state = 'waiting' AND priority_group_id IS NOT NULL;

DROP INDEX period_visit;

CREATE INDEX period_visit ON period (visit_id, id);
