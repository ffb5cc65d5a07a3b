"""Writes a typeface into a PDF: its glyphs, their widths, and the letters each code is copied as."""

import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFDocument

from reports.pdf_objects import WrittenObject, add_deflated, add_object
from reports.typeface import COMMON, Typeface, Weight, typeface

DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "name", "OS/2", "post", "cmap", "gasp", "kern")
SUBSET_FLAGS = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{}endcmap CMapName currentdict /CMap defineresource pop end end
"""


class FontProgram(NamedTuple):
    """The parts of a font that a file needs, compressed once and written into many documents."""

    size: int
    """Bytes of the outlines before compression."""
    widths: str
    outlines: bytes
    glyphs: bytes
    letters: bytes


def embed_font(document: PDFDocument, weight: Weight, rare: frozenset[int]) -> None:
    """Register the font under the weight's name, for pages that write `/Regular 11 Tf`.

    `rare`: the codes in use that are not common.
    """
    program = _font_program(weight, rare)
    base = f"AAAAAA+Vazirmatn-{weight}"
    outlines = add_deflated(document, program.outlines, Length1=program.size)
    descriptor = add_object(
        document,
        WrittenObject(
            f"<< /Type /FontDescriptor /FontName /{base} /Flags 4 /FontBBox [-1000 -600 3000 1200] /ItalicAngle 0"
            f" /Ascent 1000 /Descent -560 /CapHeight 700 /StemV 80 /FontFile2 {outlines} >>"
        ),
    )
    descendant = add_object(
        document,
        WrittenObject(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /FontDescriptor {descriptor} /DW 0"
            f" /W {program.widths} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /CIDToGIDMap {add_deflated(document, program.glyphs)} >>"
        ),
    )
    document.idToObject["BasicFonts"].dict[weight] = WrittenObject(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H"
        f" /DescendantFonts [{descendant}] /ToUnicode {add_deflated(document, program.letters)} >>"
    )


@lru_cache(maxsize=64)
def _font_program(weight: Weight, rare: frozenset[int]) -> FontProgram:
    face = typeface(weight)
    codes = [*range(face.common), *sorted(rare)]
    outlines = _subset(face, frozenset(face.pairs[code][0] for code in rare))
    glyphs = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        glyphs[2 * code : 2 * code + 2] = face.pairs[code][0].to_bytes(2, "big")
    widths = " ".join(f"{run[0]}[{' '.join(f'{face.widths[code]:g}' for code in run)}]" for run in _runs(codes))
    compressed = [zlib.compress(part) for part in (outlines, bytes(glyphs), _to_unicode_map(face, codes))]
    return FontProgram(len(outlines), f"[{widths}]", *compressed)


def _runs(codes: list[int]) -> Iterator[list[int]]:
    """Yield codes that follow one another together: each number a file need not name saves five bytes."""
    for _, run in groupby(enumerate(codes), lambda at: at[1] - at[0]):
        yield [code for _, code in run]


def _subset(face: Typeface, rare: frozenset[int]) -> bytes:
    """Return the font with the glyphs of common Persian and Latin and the rare ones asked for, numbers unchanged."""
    wanted = hb.SubsetInput()
    wanted.flags = SUBSET_FLAGS
    wanted.glyph_set.update(_common_glyphs(face.weight) | rare | {face.unseen})
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag.encode(), "big") for tag in DROPPED_TABLES)
    return bytes(hb.subset(face.face, wanted).blob.data)


@lru_cache
def _common_glyphs(weight: Weight) -> frozenset[int]:
    """Return every glyph that shaping common letters can reach."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, COMMON))
    return frozenset(hb.SubsetPlan(typeface(weight).face, wanted).new_to_old_glyph_mapping.values())


def _to_unicode_map(face: Typeface, codes: list[int]) -> bytes:
    """Return the ToUnicode map, in the blocks of a hundred entries that the format allows."""
    entries = [
        f"<{code:04X}> <{face.pairs[code][1].encode('utf-16-be').hex()}>" for code in codes if face.pairs[code][1]
    ]
    blocks = [entries[i : i + 100] for i in range(0, len(entries), 100)]
    return TO_UNICODE.format("".join(f"{len(b)} beginbfchar\n{chr(10).join(b)}\nendbfchar\n" for b in blocks)).encode()
