"""The referrals behind a figure, all of them."""

from app.figures import counted_rows
from app.figures.counted import Counted


def counted(db, clerk, scope, figure):
    return counted_rows.page(db, clerk, Counted("referrals", figure, scope), limit=10_000).rows
