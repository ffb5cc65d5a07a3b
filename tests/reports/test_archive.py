"""What an archive asks of a file: PDF 1.7 that says what it is, who made it and when, with all its letters."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from reports.paraph_papers import slip_pdf
from reports.sheet import A5_ACROSS
from reports.typeface import Weight, typeface
from tests.reports.test_documents import DRAWN, streams
from tests.support.samples import SLIP


@pytest.mark.parametrize("name", DRAWN)
def test_file_declares_what_an_archive_asks_for(name: str) -> None:
    pdf = DRAWN[name]()
    assert pdf.startswith(b"%PDF-1.7")
    for wanted in (b"/Type /Metadata", b"<pdfaid:part>2<", b"<pdfaid:conformance>U<", b"/S /GTS_PDFA1",
                   b"/Lang (fa-IR)", b"/Direction /R2L", b"/DisplayDocTitle true", b"/ID"):  # fmt: skip
        assert wanted in pdf, wanted
    assert not re.search(rb"/JavaScript|/Encrypt|/LZWDecode|/SMask|/CA |/ca ", pdf)


def test_title_author_and_moment_are_the_same_in_both_descriptions() -> None:
    title = replace(SLIP, number="\u20681405/\u2069م/00871")
    pdf = slip_pdf(title)
    with pypdfium2.PdfDocument(pdf) as document:
        plain = document.get_metadata_dict()
    assert plain["Title"] == "برگهٔ ارجاع ۱۴۰۵/م/۰۰۸۷۱" and plain["Author"] == "شهرداری کرج"
    xmp = pdf[pdf.index(b"<x:xmpmeta") : pdf.index(b"</x:xmpmeta>")].decode()
    assert plain["Title"] in xmp and plain["Author"] in xmp
    made = datetime.fromisoformat(re.findall("<xmp:CreateDate>(.*?)<", xmp)[0])
    assert abs(made - datetime.now(UTC)) < timedelta(minutes=5)
    assert plain["CreationDate"] == f"D:{made:%Y%m%d%H%M%S}+03'30'"


def test_office_that_writes_markup_in_its_name_does_not_break_the_description() -> None:
    head = replace(SLIP.letterhead, office="<b>& شرکا")
    pdf = slip_pdf(replace(SLIP, letterhead=head))
    assert "&lt;b&gt;&amp; شرکا".encode() in pdf


@pytest.mark.parametrize("weight", ["Regular", "Medium", "Bold"])
def test_width_of_every_code_is_that_of_its_glyph_and_every_code_has_letters(weight: Weight) -> None:
    face = typeface(weight)
    for (gid, letters), width in zip(face.pairs, face.widths, strict=True):
        assert abs(width - face.font.get_glyph_h_advance(gid) * 1000 / face.face.upem) <= 1, (gid, letters)
        assert not set(letters) & {"\0", "\ufeff", "\ufffe"}


@pytest.mark.parametrize("name", sorted(set(DRAWN) - {"both"}))  # it holds two papers
def test_paper_of_one_page_is_at_most_60_kilobytes(name: str) -> None:
    with pypdfium2.PdfDocument(DRAWN[name]()) as document:
        if len(document) == 1:
            assert len(DRAWN[name]()) <= 60_000


def test_slip_is_read_from_the_number_to_the_signature() -> None:
    pdf = slip_pdf(SLIP)
    with pypdfium2.PdfDocument(pdf) as document:
        textpage = document[0].get_textpage()
        words = ("مهلت", "متقاضی", "پاراف", "وصول", "انجام", "گزارش اقدام", "سمت")
        found = [textpage.search(word).get_next() for word in words]
        heights = [textpage.get_charbox(place[0])[1] for place in found if place]
    drawn = [float(y) for code in streams(pdf) for y in re.findall(rb"BT 1 0 0 1 [\d.]+ -([\d.]+) Tm", code)]
    order = [min(range(len(drawn)), key=lambda n, y=y: abs(A5_ACROSS[1] - drawn[n] - y)) for y in heights]
    assert len(order) == len(words) and order == sorted(order)
