"""What an archive and a reading voice ask of a file, rule by rule, read from the file's own objects."""

import re
import zlib
from ctypes import create_string_buffer
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
import uharfbuzz as hb
from PIL import Image
from PIL.ImageCms import ImageCmsProfile, getProfileDescription
from pypdfium2 import raw

from benchmarks import invented_scorecard
from reports.annulment import annulment_pdf
from reports.archive import made_at
from reports.ledger import ledger_pdf
from reports.minutes import minutes_pdf
from reports.paraph_papers import receipt_pdf, slip_pdf, slips_and_receipt_pdf
from reports.period_report import period_report_pdf
from reports.person_file import person_file_pdf
from reports.recovery_sheet import recovery_sheet_pdf
from reports.reminder import reminder_pdf
from reports.reminder_letter import reminder_letter_pdf
from reports.scorecard import scorecard_pdf
from reports.ticket import ticket_pdf
from reports.trial_page import trial_page_pdf
from reports.unit_sheet import unit_sheets_pdf
from tests.support import samples

MOMENT = datetime(2026, 11, 25, 9, 12, 5, tzinfo=UTC)
PAPERS = {
    "slip": lambda: slip_pdf(samples.SLIP),
    "both": lambda: slips_and_receipt_pdf([samples.SLIP], samples.RECEIPT),
    "receipt": lambda: receipt_pdf(samples.RECEIPT),
    "ticket": lambda: ticket_pdf(samples.TICKET),
    "reminder": lambda: reminder_pdf(samples.REMINDER),
    "person": lambda: person_file_pdf(samples.person_file(40)),
    "reminder_letter": lambda: reminder_letter_pdf(samples.reminder_letter(40)),
    "annulment": lambda: annulment_pdf(samples.ANNULMENT),
    "ledger": lambda: ledger_pdf(samples.ledger(40)),
    "minutes": lambda: minutes_pdf(samples.minutes(60)),
    "recovery": lambda: recovery_sheet_pdf(samples.RECOVERY),
    "unit_sheet": lambda: unit_sheets_pdf(samples.unit_sheets(2, 6)),
    "period": lambda: period_report_pdf(samples.PERIOD),
    "scorecard": lambda: scorecard_pdf(invented_scorecard.sheet(12, pages=1)),
    "trial": lambda: trial_page_pdf("hp"),
    "emblem": lambda: slip_pdf(replace(samples.SLIP, letterhead=replace(samples.HEAD, emblem=emblem()))),
}


def emblem() -> bytes:
    """An emblem as a printing house sends it: in the four inks, which an archive with an sRGB profile does not take."""
    file = BytesIO()
    Image.new("CMYK", (60, 60), (200, 30, 0, 10)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(params=PAPERS)
def pdf(request) -> bytes:
    with made_at(MOMENT):
        return PAPERS[request.param]()


def objects(pdf: bytes) -> dict[bytes, bytes]:
    return dict(re.findall(rb"(?s)(\d+) 0 obj\r?\n?(.*?)endobj", pdf))


def named(pdf: bytes, pattern: bytes) -> list[bytes]:
    return [body for body in objects(pdf).values() if re.search(pattern, body)]


def stream(body: bytes) -> bytes:
    content = re.search(rb"(?s)stream\r?\n(.*)\r?\nendstream", body)[1]
    return zlib.decompress(content) if b"FlateDecode" in body else content


def follow(pdf: bytes, body: bytes, key: bytes) -> bytes:
    return objects(pdf)[re.search(rb"/" + key + rb"\s*\[?\s*(\d+) 0 R", body)[1]]


def catalog(pdf: bytes) -> bytes:
    (found,) = named(pdf, rb"/Type\s*/Catalog")
    return found


def test_file_is_of_version_1_7_with_an_identity_and_no_encryption(pdf: bytes) -> None:
    first, second, *_ = pdf.split(b"\n")
    assert first.strip() == b"%PDF-1.7"
    assert sum(byte > 127 for byte in second[1:5]) == 4  # so that a mailer treats it as binary
    assert re.search(rb"/ID\s*\[", pdf) and b"/Encrypt" not in pdf and b"/JavaScript" not in pdf


def test_every_stream_ends_on_a_line_of_its_own_where_its_length_says(pdf: bytes) -> None:
    streams = named(pdf, rb"(?s)endstream\s*$")
    assert len(streams) > 8
    for body in streams:
        assert not re.search(rb"/Filter\s*\[\s*\]", body), "a filter is named or absent"
        length = int(re.search(rb"/Length (\d+)", body)[1])
        assert body.split(b"stream\n", 1)[1][length:] == b"\nendstream\n"


def test_colours_are_those_of_an_embedded_srgb_profile(pdf: bytes) -> None:
    intent = catalog(pdf)
    profile = follow(pdf, intent, b"DestOutputProfile")
    assert b"/GTS_PDFA1" in intent and re.search(rb"/N\s+3\b", profile)
    assert stream(profile)[8:10] == bytes([4, 0x20])  # ICC 4.2, the last that PDF 1.7 knows
    assert "sRGB" in getProfileDescription(ImageCmsProfile(BytesIO(stream(profile))))
    assert b"/DeviceCMYK" not in pdf and b"/SMask" not in pdf and b"/ExtGState" not in pdf


def test_nothing_is_transparent_and_no_picture_has_colours_beyond_the_profile(pdf: bytes) -> None:
    assert not re.search(rb"/SMask|/Mask|/CA |/ca |/BM |/ExtGState|/Group", pdf)
    for picture in named(pdf, rb"/Subtype\s*/Image"):
        assert re.search(rb"/ColorSpace\s*/Device(RGB|Gray)", picture) and b"/Interpolate true" not in picture


def test_fonts_are_embedded_with_their_own_widths_and_letters_for_each_code(pdf: bytes) -> None:
    fonts = named(pdf, rb"/Subtype\s*/Type0")
    assert fonts
    for font in fonts:
        descendant = follow(pdf, font, b"DescendantFonts")
        program = hb.Font(hb.Face(stream(follow(pdf, follow(pdf, descendant, b"FontDescriptor"), b"FontFile2"))))
        glyphs = stream(follow(pdf, descendant, b"CIDToGIDMap"))
        letters = set(re.findall(rb"<([0-9A-F]{4})> <", stream(follow(pdf, font, b"ToUnicode"))))
        for code, width in re.findall(rb"(\d+)\[([\d.]+)\]", descendant):
            gid = int.from_bytes(glyphs[2 * int(code) : 2 * int(code) + 2], "big")
            assert abs(program.get_glyph_h_advance(gid) * 1000 / program.face.upem - float(width)) < 1
            assert b"%04X" % int(code) in letters
    assert {b"0000"}.isdisjoint(shown_codes(pdf))


def shown_codes(pdf: bytes) -> set[bytes]:
    texts = [stream(body) for body in named(pdf, rb"FlateDecode") if b"TJ" in stream(body)]
    shown = b"".join(b"".join(re.findall(rb"<([0-9A-F]+)>", text)) for text in texts)
    return {shown[at : at + 4] for at in range(0, len(shown), 4)}


def test_file_reads_from_right_to_left_in_persian_under_its_title(pdf: bytes) -> None:
    assert re.search(rb"/Lang\s*\(fa-IR\)", catalog(pdf))
    preferences = follow(pdf, catalog(pdf), b"ViewerPreferences")
    assert re.search(rb"/Direction\s*/R2L", preferences) and re.search(rb"/DisplayDocTitle\s+true", preferences)
    assert re.search(rb"/Marked true", follow(pdf, catalog(pdf), b"MarkInfo"))


def test_whatever_is_drawn_is_marked_and_each_paragraph_is_in_the_tree_once(pdf: bytes) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            drawn = list(page.get_objects())
            assert drawn and all(raw.FPDFPageObj_CountMarks(each) == 1 for each in drawn)
            assert all(mark_name(each) == "P" for each in drawn if each.type == raw.FPDF_PAGEOBJ_TEXT)
            tree = raw.FPDF_StructTree_GetForPage(page)
            (whole,) = [raw.FPDF_StructTree_GetChildAtIndex(tree, 0)]
            count = raw.FPDF_StructElement_CountChildren(whole)
            found = [raw.FPDF_StructElement_GetChildAtIndex(whole, place) for place in range(count)]
            marks = [raw.FPDF_StructElement_GetMarkedContentID(each) for each in found if each]
            raw.FPDF_StructTree_Close(tree)
            marked = {raw.FPDFPageObj_GetMarkedContentID(each) for each in drawn} - {-1}
            assert marks == sorted(marked) == list(range(len(marks)))


def mark_name(drawn: pypdfium2.PdfObject) -> str:
    name, length = create_string_buffer(80), raw.c_ulong()
    raw.FPDFPageObjMark_GetName(
        raw.FPDFPageObj_GetMark(drawn, 0), raw.cast(name, raw.POINTER(raw.c_ushort)), 80, length
    )
    return name.raw[: length.value].decode("utf-16-le").rstrip("\0")


def test_rows_of_a_list_are_read_as_one_paragraph_each() -> None:
    few, many = (ledger_pdf(samples.ledger(count)).count(b"/S/P/P") for count in (2, 7))
    assert many - few == 5


def test_same_moment_gives_the_same_file_and_another_moment_another_identity() -> None:
    first, second, later = (drawn_at(MOMENT), drawn_at(MOMENT), drawn_at(MOMENT + timedelta(seconds=1)))
    assert first == second
    assert re.search(rb"/ID\s*\[(.*?)\]", first, re.S)[1] != re.search(rb"/ID\s*\[(.*?)\]", later, re.S)[1]


def drawn_at(moment: datetime) -> bytes:
    with made_at(moment):
        return slip_pdf(samples.SLIP)
