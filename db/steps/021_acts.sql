ALTER TABLE referral_step ADD COLUMN act INTEGER NOT NULL DEFAULT 0;

UPDATE referral_step SET act = -grouped.first FROM
    (SELECT id, MIN(id) OVER (PARTITION BY kind, at, clerk) AS first FROM referral_step) AS grouped
    WHERE grouped.id = referral_step.id;

UPDATE referral_step SET response_id = (SELECT MIN(response.id) FROM response
        WHERE response.referral_id = referral_step.referral_id AND response.at = referral_step.at
        AND response.kind = CASE referral_step.kind WHEN 'answered' THEN 'final' ELSE 'interim' END)
    WHERE kind IN ('answered', 'interim');

CREATE INDEX step_act ON referral_step (act);

CREATE INDEX step_clerk ON referral_step (clerk_id, id);

ALTER TABLE response ADD COLUMN taken_back INTEGER NOT NULL DEFAULT 0;

ALTER TABLE reminder ADD COLUMN taken_back INTEGER NOT NULL DEFAULT 0;
