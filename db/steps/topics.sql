INSERT INTO revision (topic, n) VALUES
    ('schema', 0), ('clerks', 0), ('office', 0), ('papers', 0), ('paraphs', 0), ('queue', 0), ('session', 0),
    ('visitors', 0), ('journal', 0);
