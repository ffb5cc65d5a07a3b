"""Where a page lies on the paper a printer has."""

from hypothesis import given
from hypothesis import strategies as st

from app.printing.placement import LOSS, parted, place
from app.printing.sheets import SAME, AnySize, Edges, Paper, Sheet, Size

A4, A5, A5_PAGE, LETTER = Size(210, 297), Size(148, 210), Size(210, 148.5), Size(215.9, 279.4)
TICKET, TICKET_INK = Size(80, 130), Edges(5, 6, 5, 5)
LASER, FREE = Edges(4.2, 4.2, 4.2, 4.2), Edges(6, 6, 6, 6)


def test_page_lies_on_a_sheet_of_its_size_from_edge_to_edge():
    found = place(A4, FREE, Paper((Sheet(LETTER, LASER, True), Sheet(A4, LASER))))
    assert found.sheet.size == A4 and (found.x, found.y, found.is_turned) == (0, 0, False)


def test_cut_line_from_edge_to_edge_does_not_keep_an_a4_from_being_printed():
    found = place(A4, Edges(0, 6, 0, 6), Paper((Sheet(A4, LASER),)))
    assert (found.sheet.size, found.x, found.y) == (A4, 0, 0)


def test_slip_is_turned_on_an_upright_a5():
    found = place(A5_PAGE, FREE, Paper((Sheet(A4, LASER, True), Sheet(A5, LASER))))
    assert found.sheet.size == A5 and found.is_turned and abs(found.x) < 0.5 and found.y == 0


def test_slip_lies_at_the_top_of_an_a4_where_there_is_no_a5():
    found = place(A5_PAGE, FREE, Paper((Sheet(LETTER, LASER), Sheet(Size(297, 420), LASER), Sheet(A4, LASER))))
    assert found.sheet.size == A4 and (found.x, found.y, found.is_turned) == (0, 0, False)


def test_ticket_is_cut_to_its_length_where_the_printer_takes_any_size():
    found = place(TICKET, TICKET_INK, Paper((Sheet(A4, LASER),), (AnySize(Size(50, 50), Size(82, 1000), LASER),)))
    assert abs(found.sheet.size.width - 80) < 0.4 and abs(found.sheet.size.height - 130) < 0.4
    assert abs(found.x) < 0.2 and found.y == 0


def test_ticket_takes_the_shortest_of_the_rolls_lengths():
    rolls = tuple(Sheet(Size(80, length), Edges(4, 0, 4, 0), length == 297) for length in (297, 160, 3276, 100))
    assert place(TICKET, TICKET_INK, Paper(rolls)).sheet.size == Size(80, 160)


def test_ticket_of_80_mm_keeps_its_ink_where_the_driver_calls_its_paper_72():
    found = place(TICKET, TICKET_INK, Paper((Sheet(Size(72, 200)),)))
    assert (found.x, found.y) == (-4, 0)


def test_page_that_fits_on_no_sheet_is_not_placed():
    rolls = Paper((Sheet(Size(80, 297), Edges(4, 0, 4, 0)), Sheet(Size(58, 3276))))
    assert place(A4, FREE, rolls) is None and place(A5_PAGE, FREE, rolls) is None
    assert place(TICKET, TICKET_INK, Paper((Sheet(Size(58, 300)),))) is None
    assert place(A4, FREE, Paper()) is None


def test_ink_that_the_printer_cannot_reach_moves_the_page_no_further_than_it_must():
    found = place(TICKET, Edges(5, 2, 5, 5), Paper((Sheet(Size(80, 200), Edges(4, 6, 4, 0)),)))
    assert (found.x, found.y) == (0, 4)


def test_sheets_of_absurd_sizes_are_not_used():
    absurd = (
        Sheet(Size(0, 0)),
        Sheet(Size(3_175_000, 3_175_000)),
        Sheet(A4, Edges(176, 176, 176, 176)),
        Sheet(A4, Edges(-500, 0, 0, 0)),
        Sheet(Size(0.35, 297)),
    )
    assert place(A4, FREE, Paper(absurd, (AnySize(Size(0, 0), Size(0, 0)),))) is None
    assert place(A4, FREE, Paper((*absurd, Sheet(A4, LASER)))).sheet.margins == LASER


def test_pages_on_sheets_of_one_size_are_one_job():
    paper = Paper((Sheet(A4, LASER), Sheet(A5, LASER)))
    found = [place(size, FREE, paper) for size in (A4, A4, A5_PAGE, A4)]
    assert parted(found) == [[0, 1], [2], [3]]


lengths = st.floats(15, 500)
edges = st.builds(Edges, *[st.floats(0, 8)] * 4)
sheets = st.builds(Sheet, st.builds(Size, lengths, lengths), st.builds(Edges, *[st.floats(0, 20)] * 4), st.booleans())
papers = st.builds(
    Paper,
    st.lists(sheets, max_size=5).map(tuple),
    st.lists(
        st.builds(AnySize, st.builds(Size, lengths, lengths), st.builds(Size, lengths, lengths), edges), max_size=2
    ).map(tuple),
)


@given(st.builds(Size, st.floats(30, 300), st.floats(30, 400)), edges, papers)
def test_ink_always_lies_within_what_the_printer_reaches(page, free, paper):
    found = place(page, free, paper)
    if found is None:
        return
    if found.sheet.size.is_like(page.turned() if found.is_turned else page):
        return  # a sheet of the page's own size is taken as it is
    size, border = (page.turned(), free.turned()) if found.is_turned else (page, free)
    sheet, margins = found.sheet.size, found.sheet.margins
    loss = LOSS + 1e-6
    assert found.x + border.left >= margins.left - loss
    assert found.y + border.top >= margins.top - loss
    assert found.x + size.width - border.right <= sheet.width - margins.right + loss
    assert found.y + size.height - border.bottom <= sheet.height - margins.bottom + loss


@given(st.builds(Size, st.floats(40, 300), st.floats(40, 400)), papers, st.booleans())
def test_sheet_of_the_pages_own_size_is_always_taken(page, paper, is_upright):
    own = Sheet(page if is_upright else page.turned(), Edges(4, 4, 4, 4))
    found = place(page, FREE, Paper((*paper.sheets, own), paper.any_sizes))
    assert found is not None
    sheet = found.sheet.size.turned() if found.is_turned else found.sheet.size
    assert abs(sheet.width - page.width) < SAME and abs(sheet.height - page.height) < SAME
