DROP INDEX followup_open;

CREATE INDEX followup_to_send ON followup (issued_day) WHERE stage = 'issued';

CREATE INDEX followup_on_its_way ON followup (dispatch_id) WHERE stage = 'dispatched';
