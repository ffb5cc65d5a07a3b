UPDATE referral_step SET dispatch_id = (SELECT MIN(dispatch.id) FROM dispatch
        JOIN referral ON referral.unit_id = dispatch.unit_id
        WHERE referral.id = referral_step.referral_id AND dispatch.at = referral_step.at)
    WHERE kind = 'dispatched' AND dispatch_id IS NULL;

CREATE INDEX step_dispatch ON referral_step (dispatch_id) WHERE dispatch_id IS NOT NULL;
