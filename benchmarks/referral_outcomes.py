"""The follow-up of the invented referrals: most ended long ago; one in three of this season's is open."""

from collections.abc import Iterator

SEASON, YEARS = "2026-09-01", "2024-09-01"


def statements() -> Iterator[str]:
    """Yield SQLite statements that fill `followup`; the referrals must be there."""
    yield (
        "INSERT INTO followup (referral_id, stage, unit_id, programme_id, category_id, official_id, table_id,"
        " issued_day, working_days, due_day, registered_day, acknowledge_days)"
        " SELECT sent.id, CASE WHEN is_open THEN CASE sent.id % 4"
        " WHEN 0 THEN 'issued' WHEN 1 THEN 'dispatched' WHEN 2 THEN 'objected' ELSE 'acknowledged' END"
        " WHEN sent.id % 25 = 3 THEN 'passed' WHEN sent.id % 5 < 3 THEN 'accepted'"
        f" WHEN day > '{SEASON}' THEN 'answered' ELSE 'closed' END, unit_id, 1,"
        " category_id, official_id, paraph.table_id, day, working_days, due_day, day, 3 FROM"
        " (SELECT id, paraph_id, unit_id, working_days, due_day, substr(issued_at, 1, 10) AS day,"
        f" (issued_at > '{SEASON}' AND id % 3 = 0) OR (issued_at > '{YEARS}' AND id % 50 = 0) AS is_open"
        " FROM referral) AS sent JOIN paraph ON paraph.id = paraph_id JOIN visit ON visit.id = paraph.visit_id"
    )
    yield "UPDATE followup SET dispatched_day = date(issued_day, '+1 day') WHERE stage <> 'issued'"
    yield (
        "UPDATE followup SET acknowledged_day = date(issued_day, '+3 days'), unit_due_day = date(due_day, '+3 days')"
        " WHERE stage NOT IN ('issued', 'dispatched')"
    )
    yield (
        "UPDATE followup SET unit_due_day = date(due_day, '+5 days') WHERE stage IN ('issued', 'dispatched')"
        " AND due_day <> ''"
    )
    yield (
        "UPDATE followup SET in_time_until = unit_due_day WHERE working_days IS NOT NULL"
        " AND stage IN ('issued', 'dispatched', 'acknowledged', 'objected')"
    )
    yield (
        "UPDATE followup SET answer_days = 1 + referral_id * 7 % 23, answered_day ="
        " date(acknowledged_day, ((1 + referral_id * 7 % 23) * 7 / 5) || ' days'),"
        " in_time = referral_id * 7 % 23 < 10, in_promise = referral_id * 7 % 23 < 8,"
        " outcome = CASE referral_id % 19 WHEN 0 THEN 'barred' WHEN 1 THEN 'not_ours' WHEN 2 THEN 'partly'"
        " ELSE 'done' END,"
        " objections = stage = 'objected', interims = referral_id % 9 = 0, reminders = referral_id % 11 = 0,"
        " extensions = referral_id % 31 = 0 WHERE stage IN ('answered', 'accepted', 'objected', 'closed')"
    )
    yield (
        "UPDATE followup SET last_answer_day = answered_day, verdict_day = CASE WHEN stage IN ('answered', 'closed')"
        " THEN '' ELSE date(answered_day, '+5 days') END WHERE answered_day <> ''"
    )
