"""The parts that make a file fit for an archive, after PDF/A-2u (ISO 19005-2): its description as XMP beside the plain
one, the colours it is meant for, when it was made, and its paragraphs in the order they are read aloud.

Fonts are embedded whole with their letters by font_embedding.py. The declaration is not checked by a validator here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFPage, PDFString

from app.persian.calendar import TEHRAN
from app.persian.text import fa
from reports.pdf_objects import PlainStream, WrittenObject, add_object

LANGUAGE = "fa-IR"
PRODUCER = "ReportLab"
CONTROLS = dict.fromkeys([*range(0x20), *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
"""Direction signs and controls, which a reader's title bar would show as boxes. The ZWNJ (U+200C) stays."""
del CONTROLS[0x200C]
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>fa-IR</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment as reportlab writes it into a file."""

    YMDhms: tuple[int, ...]
    dhh: int
    dmm: int


@contextmanager
def made_at(moment: datetime) -> Iterator[None]:
    """Give the papers drawn inside this moment as their creation date, so that they come out the same each time."""
    token = _moment.set(moment)
    yield
    _moment.reset(token)


def now() -> datetime:
    """Return the moment a paper is made at, in UTC and whole seconds, as PDF and XMP both can say it."""
    return (_moment.get() or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)


def describe(document: PDFDocument, title: str, author: str, made: datetime) -> None:
    """Write title, author and moment into the file, plainly and as XMP, and the colours it is meant for."""
    here = made.astimezone(TEHRAN).replace(microsecond=0)
    title, author = fa(title).translate(CONTROLS), fa(author).translate(CONTROLS)
    info = document.info
    info.title, info.author, info.subject, info.creator, info.producer = title, author, "", "", PRODUCER
    document.signature.update(here.isoformat().encode())
    document._timeStamp = _Moment(here.timetuple()[:6], 3, 30)
    words = {"title": title, "author": author, "made": here.isoformat(), "producer": PRODUCER}
    xmp = XMP.format(**{name: escape(text) for name, text in words.items()}).encode()
    catalog = document.Catalog
    catalog.Metadata = PlainStream(xmp, "/Type /Metadata /Subtype /XML")  # programs of an archive look for its words
    document.Reference(catalog.Metadata)
    catalog.OutputIntents = PDFArray([PDFDictionary(_intent(document))])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


def _intent(document: PDFDocument) -> dict[str, Any]:
    profile = PlainStream(_srgb(), "/N 3")
    name = PDFString("sRGB IEC61966-2.1")
    return {
        "Type": PDFName("OutputIntent"), "S": PDFName("GTS_PDFA1"), "OutputConditionIdentifier": name, "Info": name,
        "DestOutputProfile": document.Reference(profile),
    }  # fmt: skip


@cache
def _srgb() -> bytes:
    """Return the profile of sRGB, without the moment at which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[8:10] = bytes((4, 0x20))  # 4.2, the last version that PDF 1.7 knows
    profile[24:36] = bytes((7, 206, 0, 2, 0, 9, 0, 6, 0, 49, 0, 0))
    return bytes(profile)


def tag(document: PDFDocument, paragraphs: Sequence[int]) -> None:
    """Write the tree of paragraphs in reading order; `paragraphs`: how many each page has, marked from 0 on."""
    root, whole = WrittenObject(), WrittenObject()
    root_reference, whole_reference = add_object(document, root), add_object(document, whole)
    numbers, kids = [], []
    for number, (page, count) in enumerate(zip(document.Pages.pages, paragraphs, strict=True)):
        place = add_object(document, page)
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents"]
        page.StructParents = number
        found = [
            add_object(document, WrittenObject(f"<</S/P/P {whole_reference}/Pg {place}/K {mark}>>"))
            for mark in range(count)
        ]
        numbers.append(f"{number} [{' '.join(found)}]")
        kids += found
    whole.text = f"<< /Type /StructElem /S /Document /P {root_reference} /K [{' '.join(kids)}] >>"
    root.text = (
        f"<< /Type /StructTreeRoot /K {whole_reference} /ParentTree << /Nums [{' '.join(numbers)}] >>"
        f" /ParentTreeNextKey {len(numbers)} >>"
    )
    document.Catalog.StructTreeRoot = root
    document.Catalog.MarkInfo = WrittenObject("<< /Marked true >>")
