"""The ledger of a dispatch, printed after its slips were voided."""

from app.line import steps
from app.office import lists
from app.printing import gathering
from app.referrals import dispatch
from app.referrals.issuing import Addressee
from app.table import paraphs
from reports.ledger import ledger_pdf


def test_ledger_marks_the_slips_that_were_voided_since(db, clerk, arrive, tables):
    unit, official = lists.entries(db, "unit")[0]["id"], lists.entries(db, "official")[0]["id"]
    written = []
    for _ in range(2):
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=5),))
        written.append(paraphs.save(db, clerk, visit.id, draft).paraph_id)
    slips = [paraphs.referrals(db, each)[0].id for each in written]
    (sent,) = dispatch.send(db, clerk, slips, "secretariat")
    for void, paraph in ([True, False], written[0]), ([True, True], written[1]):
        paraphs.void(db, clerk, paraph, "اشتباه", accepts_sent=True)
        ledger = gathering.ledger(db, sent)
        assert [row.void for row in ledger.rows] == void
        assert ledger_pdf(ledger).startswith(b"%PDF")
