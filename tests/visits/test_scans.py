"""Attachments that lie about their kind or their size, made here as real files."""

import struct
import tracemalloc
import zlib

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.errors import Refused
from app.visits import attachments, pdf_pages, scans


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height):
    """A small file that unpacks to as many pixels as it says."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def picture(form, tmp_path, size=(300, 200), mode="L"):
    file = tmp_path / f"a.{form}"
    Image.new(mode, size).save(file)
    return file.read_bytes()


def pdf(pages, tmp_path):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(tmp_path / "a.pdf")
    return (tmp_path / "a.pdf").read_bytes()


def packed(data):
    """The same objects as newer programs write them: compressed together, so that no page is written in plain."""
    objects = zlib.compress(data)
    return b"%%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (
        len(objects),
        objects,
    )


def spelt(data):
    """The same names with letters written by their numbers, which a reader takes for the letters."""
    for plain, odd in (
        (b"/Pages", b"/P#61ge#73"),
        (b"/Page", b"/Pag#65"),
        (b"/ObjStm", b"/#4fbjStm"),
        (b"/Count", b"/#43ount"),
        (b"/Type", b"/T#79pe"),
    ):
        data = data.replace(plain, odd)
    return data


ONE_PAGE_OFTEN = b"%PDF-1.4\n1 0 obj << /Type /Pages /Count 10000 /Kids [" + b"2 0 R " * 10_000 + b"] >> endobj"


@pytest.mark.parametrize("form", ["png", "jpg", "tif"])
def test_size_of_a_picture_is_read_from_its_header(form, tmp_path):
    assert scans.pixels(picture(form, tmp_path)) == 60_000


@pytest.mark.parametrize("data", [b"<html><script>", b"MZ\x90\0", b"PK\x03\x04", b"", b"GIF89a"])
def test_file_that_is_no_scan_is_refused_whatever_its_name(data):
    with pytest.raises(Refused, match="PDF"):
        attachments.NewAttachment("عریضه.png", data).kind()


def test_kind_is_read_from_the_bytes_and_not_the_name(tmp_path):
    assert attachments.NewAttachment("عریضه.jpg", pdf(1, tmp_path)).kind() == "pdf"


@pytest.mark.parametrize("make", [lambda tmp: png(65_000, 65_000), lambda tmp: picture("tif", tmp, (8800, 8800), "1")])
def test_picture_with_too_many_pixels_is_refused(make, tmp_path):
    with pytest.raises(Refused, match="میلیون نقطه"):
        attachments.NewAttachment("a.png", make(tmp_path)).kind()


def test_pdf_of_ten_thousand_pages_is_refused_however_it_is_written(tmp_path):
    whole = pdf(10_000, tmp_path)
    for data in (
        whole,
        packed(whole[:2_000_000]),
        ONE_PAGE_OFTEN,
        packed(ONE_PAGE_OFTEN),
        spelt(whole),
        packed(spelt(whole[:2_000_000])),
        spelt(packed(whole[:2_000_000])),
    ):
        with pytest.raises(Refused, match="صفحه"):
            attachments.NewAttachment("a.pdf", data).kind()
    assert attachments.NewAttachment("a.pdf", pdf(attachments.PAGES, tmp_path)).kind() == "pdf"


def tags_that_overlap(count, size):
    """A directory of tags, as TIFF and EXIF have them, each of which claims the whole file as its value."""
    tags = b"".join(struct.pack("<HHII", 1000 + n, 1, size - 16, 8) for n in range(count))
    directory = b"II*\0" + struct.pack("<IH", 8, count) + tags + bytes(4)
    return directory + bytes(size - len(directory))


def jpeg_with(exif):
    """A JPEG's header after its EXIF data, which is cut into as many segments as it takes."""
    parts = [b"Exif\0\0" + exif[at : at + 65_000] for at in range(0, len(exif), 65_000)]
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part for part in parts)
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 200, 300, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8" + segments + frame + b"\xff\xda\0\2"


def test_tags_that_all_claim_the_whole_file_are_not_read_one_by_one():
    tags = tags_that_overlap(1000, 4_000_000)
    tracemalloc.start()
    try:
        assert scans.pixels(tags) == 0 and scans.pixels(jpeg_with(tags)) == 60_000
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_decompression_bomb_is_not_unpacked(tmp_path):
    bomb = packed(bytes(2**28))
    assert len(bomb) < 2**20 and pdf_pages.pages(bomb * 3) == 0


@given(st.sampled_from([*scans.SIGNS]), st.binary(max_size=200))
def test_any_bytes_are_accepted_or_refused(sign, data):
    try:
        assert attachments.NewAttachment("a", sign + data).kind()
    except Refused as refused:
        assert refused.field == "attachments"


def test_unending_streams_are_read_once(tmp_path):
    """Ten megabytes of stream headers, from each of which the file might be read to its end."""
    assert scans.kind(b"%PDF-" + (many := b"/ObjStm stream\nx" * 600_000)) == "pdf"
    assert pdf_pages.pages(b"%PDF-" + many) == 0
