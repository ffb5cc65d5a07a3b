ALTER TABLE followup ADD COLUMN registered_day TEXT NOT NULL DEFAULT '';

UPDATE followup SET registered_day = (SELECT session.day FROM referral JOIN visit ON visit.id = referral.visit_id
    JOIN session ON session.id = visit.session_id WHERE referral.id = followup.referral_id);

CREATE INDEX followup_due ON followup ((CASE WHEN unit_due_day = '' THEN due_day ELSE unit_due_day END), paused_day)
    WHERE stage IN ('issued', 'dispatched', 'acknowledged', 'objected') AND working_days IS NOT NULL;

CREATE INDEX followup_registered ON followup (registered_day)
    WHERE stage IN ('issued', 'dispatched', 'acknowledged', 'objected') AND working_days IS NOT NULL;

CREATE INDEX followup_sent ON followup (issued_day)
    WHERE stage IN ('issued', 'dispatched') AND working_days IS NOT NULL;

CREATE INDEX followup_promised ON followup (promised_day) WHERE promised_day <> '';

CREATE INDEX followup_paused ON followup (paused_day) WHERE paused_day <> '';

CREATE INDEX followup_answered ON followup (last_answer_day) WHERE stage = 'answered';

CREATE INDEX followup_dispatch ON followup (dispatch_id);
