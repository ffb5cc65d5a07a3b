CREATE TABLE step_of_now (
    id {key},
    referral_id INTEGER NOT NULL REFERENCES referral (id),
    kind TEXT NOT NULL CHECK (kind IN ('dispatched', 'acknowledged', 'interim', 'answered', 'returned', 'passed',
        'extended', 'paused', 'resumed', 'reminded', 'called', 'accepted', 'objected', 'closed', 'void')),
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    clerk_id INTEGER,
    clerk TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    to_day TEXT NOT NULL DEFAULT '',
    working_days INTEGER,
    letter TEXT NOT NULL DEFAULT '',
    dispatch_id INTEGER REFERENCES dispatch (id),
    response_id INTEGER REFERENCES response (id),
    taken_back_at TEXT NOT NULL DEFAULT '',
    taken_back_by TEXT NOT NULL DEFAULT ''
);

INSERT INTO step_of_now (referral_id, kind, day, at, clerk_id, clerk, words, to_day, working_days, dispatch_id,
        response_id)
    SELECT step.referral_id, step.kind, step.day, step.at, step.clerk_id, step.clerk, step.words, step.to_day,
        CASE WHEN step.kind = 'objected' THEN referral.working_days END,
        CASE WHEN step.kind = 'dispatched' THEN (SELECT dispatch_id FROM followup
            WHERE followup.referral_id = step.referral_id) END,
        CASE WHEN step.kind IN ('answered', 'interim') THEN (SELECT MIN(response.id) FROM response
            WHERE response.referral_id = step.referral_id AND response.at = step.at)
        WHEN step.kind = 'returned' THEN (SELECT MAX(response.id) FROM response
            WHERE response.referral_id = step.referral_id AND response.kind = 'final' AND response.at <= step.at) END
    FROM referral_step AS step JOIN referral ON referral.id = step.referral_id ORDER BY step.id;

DROP TABLE referral_step;

ALTER TABLE step_of_now RENAME TO referral_step;

CREATE INDEX step_referral ON referral_step (referral_id);

CREATE INDEX step_kind ON referral_step (kind, day);

INSERT INTO referral_step (referral_id, kind, day, at, clerk_id, clerk, words)
    SELECT referral.id, 'void', substr(ended.at, 1, 10), ended.at, ended.clerk_id, ended.clerk, paraph.reason
    FROM referral JOIN paraph ON paraph.id = referral.paraph_id
    JOIN journal AS ended ON ended.id = (SELECT MAX(journal.id) FROM journal WHERE journal.subject = 'paraph'
        AND journal.subject_id = paraph.id AND journal.action IN ('void', 'amended'))
    WHERE referral.state = 'void' ORDER BY referral.id;

CREATE TABLE followup_of_now (
    referral_id INTEGER PRIMARY KEY REFERENCES referral (id),
    stage TEXT NOT NULL CHECK (stage IN
        ('issued', 'dispatched', 'acknowledged', 'answered', 'accepted', 'objected', 'closed', 'passed', 'void')),
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    programme_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    official_id INTEGER NOT NULL,
    table_id INTEGER,
    registered_day TEXT NOT NULL DEFAULT '',
    issued_day TEXT NOT NULL,
    working_days INTEGER,
    acknowledge_days INTEGER,
    due_day TEXT NOT NULL DEFAULT '',
    passed_from INTEGER REFERENCES referral (id),
    dispatch_id INTEGER,
    dispatched_day TEXT NOT NULL DEFAULT '',
    acknowledged_day TEXT NOT NULL DEFAULT '',
    unit_due_day TEXT NOT NULL DEFAULT '',
    in_time_until TEXT NOT NULL DEFAULT '',
    paused_day TEXT NOT NULL DEFAULT '',
    paused_days INTEGER NOT NULL DEFAULT 0,
    answered_day TEXT NOT NULL DEFAULT '',
    answer_days INTEGER,
    in_time INTEGER,
    in_promise INTEGER,
    last_answer_day TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    verdict_day TEXT NOT NULL DEFAULT '',
    objections INTEGER NOT NULL DEFAULT 0,
    disputed INTEGER NOT NULL DEFAULT 0,
    interims INTEGER NOT NULL DEFAULT 0,
    promised_day TEXT NOT NULL DEFAULT '',
    extensions INTEGER NOT NULL DEFAULT 0,
    reminders INTEGER NOT NULL DEFAULT 0,
    returns INTEGER NOT NULL DEFAULT 0,
    call_again_day TEXT NOT NULL DEFAULT ''
);

INSERT INTO followup_of_now (referral_id, stage, unit_id, programme_id, category_id, official_id, table_id,
        registered_day, issued_day, working_days, due_day, passed_from, dispatch_id, dispatched_day, acknowledged_day,
        unit_due_day, in_time_until, paused_day, paused_days, answered_day, answer_days, in_time, in_promise,
        last_answer_day, outcome, verdict_day, objections, disputed, interims, promised_day, extensions, reminders,
        returns, call_again_day)
    SELECT referral_id, stage, unit_id, programme_id, category_id, official_id, table_id, registered_day, issued_day,
        working_days, due_day, passed_from, dispatch_id, dispatched_day, acknowledged_day,
        CASE WHEN unit_due_day = '' THEN due_day ELSE unit_due_day END,
        CASE WHEN paused_day <> '' OR stage NOT IN ('issued', 'dispatched', 'acknowledged', 'objected') THEN ''
            WHEN unit_due_day = '' THEN due_day ELSE unit_due_day END,
        paused_day, paused_days, answered_day, answer_days, in_time, in_promise, last_answer_day, outcome, verdict_day,
        objections, objections, interims, promised_day, extensions, reminders, returns, call_again_day
    FROM followup;

INSERT INTO followup_of_now (referral_id, stage, unit_id, programme_id, category_id, official_id, table_id,
        registered_day, issued_day, working_days, due_day)
    SELECT referral.id, 'void', referral.unit_id, session.programme_id, visit.category_id, paraph.official_id,
        paraph.table_id, session.day, session.day, referral.working_days, referral.due_day
    FROM referral JOIN paraph ON paraph.id = referral.paraph_id JOIN visit ON visit.id = referral.visit_id
    JOIN session ON session.id = visit.session_id
    WHERE referral.state = 'void' AND referral.id NOT IN (SELECT referral_id FROM followup);

DROP TABLE followup;

ALTER TABLE followup_of_now RENAME TO followup;

UPDATE followup SET registered_day = (
    WITH RECURSIVE earlier (id, moved_from, session_id) AS (
        SELECT visit.id, visit.moved_from, visit.session_id FROM visit JOIN referral ON referral.visit_id = visit.id
            WHERE referral.id = followup.referral_id
        UNION ALL
        SELECT visit.id, visit.moved_from, visit.session_id FROM visit JOIN earlier ON visit.id = earlier.moved_from
    ) SELECT MIN(session.day) FROM earlier JOIN session ON session.id = earlier.session_id)
    WHERE referral_id IN (SELECT referral.id FROM referral JOIN visit ON visit.id = referral.visit_id
        WHERE moved_from IS NOT NULL);

CREATE INDEX followup_issued ON followup (issued_day);

CREATE INDEX followup_unit ON followup (unit_id, stage);

CREATE INDEX followup_due ON followup (unit_due_day)
    WHERE stage IN ('issued', 'dispatched', 'acknowledged', 'objected') AND working_days IS NOT NULL;

CREATE INDEX followup_late ON followup (in_time_until)
    WHERE stage IN ('issued', 'dispatched', 'acknowledged', 'objected') AND in_time_until <> '';

CREATE INDEX followup_registered ON followup (registered_day)
    WHERE stage IN ('issued', 'dispatched', 'acknowledged', 'objected') AND working_days IS NOT NULL;

CREATE INDEX followup_sent ON followup (issued_day)
    WHERE stage IN ('issued', 'dispatched') AND working_days IS NOT NULL;

CREATE INDEX followup_promised ON followup (promised_day) WHERE promised_day <> '';

CREATE INDEX followup_paused ON followup (paused_day) WHERE paused_day <> '';

CREATE INDEX followup_answered ON followup (last_answer_day) WHERE stage = 'answered';

CREATE INDEX followup_dispatch ON followup (dispatch_id);

CREATE INDEX followup_to_send ON followup (issued_day) WHERE stage = 'issued';

CREATE INDEX followup_on_its_way ON followup (dispatch_id) WHERE stage = 'dispatched';

CREATE INDEX followup_not_derived ON followup (referral_id) WHERE acknowledge_days IS NULL;
