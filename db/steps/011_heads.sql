CREATE INDEX visit_ordinary_head ON visit (session_id, line_at, ticket)
    WHERE state = 'waiting' AND priority_group_id IS NULL;

CREATE INDEX visit_priority_head ON visit (session_id, line_at, ticket)
    WHERE state = 'waiting' AND priority_group_id IS NOT NULL;
