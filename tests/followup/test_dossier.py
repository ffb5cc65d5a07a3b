"""The dossier of a referral, on both engines."""

from app.followup import dossier
from app.followup import view as followup
from app.office import lists
from app.referrals import answers, dispatch
from app.referrals.answers import UnitAnswer
from app.visits.attachments import NewAttachment


def sent(db, clerk, *ids):
    dispatch.send(db, clerk, ids, "secretariat")
    dispatch.acknowledge(db, clerk, ids)


def test_dossier_holds_the_history_across_units_and_three_deadlines(db, clerk, issue, clock):
    referral = issue(5)
    clock.turn(days=3)
    sent(db, clerk, referral)
    scan = NewAttachment("نامه.png", b"\x89PNG\r\n\x1a\n")
    given = UnitAnswer("", "در دست بررسی", promised_day="1405/10/10", scans=(scan,))
    answers.record_interim(db, clerk, referral, given)
    number = answers.pass_on(db, clerk, referral, lists.entries(db, "unit")[5]["id"], "در وظایف ما نیست")
    onward = followup.find_referral(db, number).referral_id
    case = dossier.load(db, clerk, onward)
    assert [step.kind for step in case.steps] == ["dispatched", "acknowledged", "interim", "passed"]
    assert all(step.clerk == clerk.name and step.at for step in case.steps)
    assert [scan.name for scan in case.scans] == ["نامه.png"] and case.answers[0].words == "در دست بررسی"
    before = dossier.load(db, clerk, referral)
    assert case.now.due_day == before.now.due_day < before.now.unit_due_day
    assert (before.legal_day, case.legal_day) == ("2027-02-23", "2027-02-23")


def test_confidential_dossier_shows_its_steps_without_words(db, clerk, make_clerk, issue):
    referral = issue()
    sent(db, clerk, referral)
    answers.record_final(db, clerk, referral, UnitAnswer("done", "راز", scans=(NewAttachment("راز.pdf", b"%PDF-"),)))
    secret = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=referral)["visit_id"]
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=secret, id=visit)
    case = dossier.load(db, make_clerk("followup"), referral)
    assert "راز" not in repr(case) and "بررسی شود" not in repr(case) and len(case.steps) == 3
    assert "راز" in repr(dossier.load(db, make_clerk("confidential"), referral))
