"""Writes a typeface into a PDF: its glyphs, their widths, and the letters each code is copied as."""

import zlib
from functools import lru_cache
from typing import NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFObject, PDFStream

from reports.typeface import COMMON, Typeface, Weight, typeface

DROPPED = ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "name", "OS/2", "post", "cmap", "gasp", "kern")
FLAGS = hb.SubsetFlags
KEPT = FLAGS.RETAIN_GIDS | FLAGS.NO_HINTING | FLAGS.NO_LAYOUT_CLOSURE
TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{}endcmap CMapName currentdict /CMap defineresource pop end end
"""


class Program(NamedTuple):
    """What a font needs in the file, compressed once and written into many documents."""

    size: int
    """Of the outlines before they were compressed, in bytes."""
    widths: str
    outlines: bytes
    glyphs: bytes
    letters: bytes


class Ready(PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """An object of the file whose text is known."""

    __RefOnly__ = 1

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, document: PDFDocument) -> bytes:
        return self.text.encode("ascii")


def embed(document: PDFDocument, weight: Weight, rare: frozenset[int]) -> None:
    """Registers the font under the weight's name, for pages that write `/Regular 11 Tf`."""
    made = program(weight, rare)
    base = f"AAAAAA+Vazirmatn-{weight}"
    outlines = stream(document, made.outlines, Length1=made.size)
    descriptor = ready(
        document,
        f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [-1000 -600 3000 1200] /ItalicAngle 0"
        f" /Ascent 1000 /Descent -560 /CapHeight 700 /StemV 80 /FontFile2 {outlines} >>",
    )
    descendant = ready(
        document,
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /FontDescriptor {descriptor} /DW 0 /W {made.widths}"
        f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /CIDToGIDMap {stream(document, made.glyphs)} >>",
    )
    document.idToObject["BasicFonts"].dict[weight] = Ready(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H"
        f" /DescendantFonts [{descendant}] /ToUnicode {stream(document, made.letters)} >>"
    )


def ready(document: PDFDocument, text: str) -> str:
    return referred(document, Ready(text))


def stream(document: PDFDocument, content: bytes, **entries: int) -> str:
    return referred(document, PDFStream(PDFDictionary({"Filter": "/FlateDecode", **entries}), content))


def referred(document: PDFDocument, thing: PDFObject) -> str:
    number, version = document.idToObjectNumberAndVersion[document.Reference(thing).name]
    return f"{number} {version} R"


@lru_cache(maxsize=64)
def program(weight: Weight, rare: frozenset[int]) -> Program:
    face = typeface(weight)
    codes = [*range(face.common), *sorted(rare)]
    outlines = subset(face, frozenset(face.pairs[code][0] for code in rare))
    glyphs = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        glyphs[2 * code : 2 * code + 2] = face.pairs[code][0].to_bytes(2, "big")
    widths = "".join(f"{code}[{face.widths[code]:g}]" for code in codes)
    packed = [zlib.compress(part) for part in (outlines, bytes(glyphs), letters(face, codes))]
    return Program(len(outlines), f"[{widths}]", *packed)


def subset(face: Typeface, rare: frozenset[int]) -> bytes:
    """The font with the glyphs of common Persian and Latin and the rare ones asked for, each at its own number."""
    wanted = hb.SubsetInput()
    wanted.flags = KEPT
    wanted.glyph_set.update(common_glyphs(face.weight) | rare)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    return bytes(hb.subset(face.face, wanted).blob.data)


@lru_cache
def common_glyphs(weight: Weight) -> frozenset[int]:
    """Every glyph that shaping common letters can reach."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, COMMON))
    return frozenset(hb.SubsetPlan(typeface(weight).face, wanted).new_to_old_glyph_mapping.values())


def letters(face: Typeface, codes: list[int]) -> bytes:
    """The ToUnicode map, in the blocks of a hundred that the format allows."""
    lines = [f"<{code:04X}> <{face.pairs[code][1].encode('utf-16-be').hex()}>" for code in codes if face.pairs[code][1]]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    return TO_UNICODE.format("".join(f"{len(b)} beginbfchar\n{chr(10).join(b)}\nendbfchar\n" for b in blocks)).encode()
