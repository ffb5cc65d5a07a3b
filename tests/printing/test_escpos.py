"""The bytes of ESC/POS: a picture cut into bands, and what a printer's answers mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.printing import escpos
from app.printing.escpos import Fault
from tests.support import fake_receipt_printer as fake
from tests.support.fake_receipt_printer import Reader


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([384, 576]), st.integers(1, 700), st.randoms(use_true_random=False))
def test_picture_comes_out_as_it_went_in_with_one_cut_at_the_end(dots, high, chance):
    rows = chance.randbytes(high * dots // 8)
    reader = Reader(dots)
    assert [asked for part in escpos.job(rows, dots) for asked in reader.feed(part)] == []
    assert reader.wrong == [] and reader.rest == b"" and reader.rows == b""
    (page,) = reader.pages
    assert page.size == (dots, high)
    assert page.point(lambda shade: 255 - shade).convert("1").tobytes() == rows


def test_printer_without_a_cutter_feeds_a_centimetre_to_tear_at():
    reader = Reader(384)
    for part in escpos.job(b"\xff" * 48 * 300, 384, cuts=False):
        reader.feed(part)
    assert reader.wrong == [] and reader.pages == []
    assert reader.rows == b"\xff" * 48 * 300 + bytes(48 * 80)


@given(st.integers(1, 700))
def test_no_band_is_larger_than_a_small_printer_keeps(high):
    parts = list(escpos.bands(bytes(high * 72), 576))
    assert all(len(part) <= 8 + 128 * 72 for part in parts)


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        (fake.FINE, None),
        (fake.NEARLY_OUT, None),
        (fake.PAPER_OUT, Fault.PAPER_OUT),
        (fake.COVER_OPEN, Fault.COVER_OPEN),
        (fake.CUTTER_JAMMED, Fault.CUTTER),
        (fake.IN_ERROR, Fault.ERROR),
        (fake.OFFLINE, Fault.OFFLINE),
        ({1: 0x16}, None),
        ({1: 0x1E}, Fault.OFFLINE),
        ({}, None),
    ],
)
def test_state_is_read_from_the_answers(answers, fault):
    assert all(map(escpos.is_status, answers.values()))
    assert escpos.fault(answers) is fault


@given(st.integers(0, 255))
def test_no_byte_is_read_as_two_things(byte):
    assert escpos.is_status(byte) + escpos.is_end(byte) + escpos.is_notice(byte) <= 1
