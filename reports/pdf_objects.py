"""PDF objects whose text is known already, added to a file of reportlab's."""

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFImageXObject, PDFObject, PDFStream, PDFZCompress


class WrittenObject(PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """A PDF object whose text is known before the file is written; `text` may still be set after it was added."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, document: PDFDocument) -> bytes:
        return self.text.encode("ascii")


class PlainStream(PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """A stream that is written as it is, without even the empty list of filters that reportlab gives it."""

    __RefOnly__ = 1

    def __init__(self, content: bytes, entries: str) -> None:
        self.content, self.entries = content, entries

    def format(self, document: PDFDocument) -> bytes:
        head = f"<< {self.entries} /Length {len(self.content)} >>\nstream\n"
        return head.encode("ascii") + self.content + b"\nendstream\n"


class EndedStream(PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """A stream of reportlab's with the line end before `endstream` that PDF/A asks for."""

    __RefOnly__ = 1

    def __init__(self, stream: PDFObject) -> None:
        self.stream = stream

    def format(self, document: PDFDocument) -> bytes:
        written: bytes = self.stream.format(document)
        return written.removesuffix(b"endstream\n") + b"\nendstream\n"


def end_streams(document: PDFDocument) -> None:
    """End every stream of a finished document with a line of its own, those of its pages among them."""
    for page in document.Pages.pages:
        page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])
        document.Reference(page.Contents)
    for name, thing in document.idToObject.items():
        if isinstance(thing, PDFStream | PDFImageXObject):
            document.idToObject[name] = EndedStream(thing)


def add_object(document: PDFDocument, thing: PDFObject) -> str:
    """Add an object to the file and return the reference to it."""
    number, version = document.idToObjectNumberAndVersion[document.Reference(thing).name]
    return f"{number} {version} R"


def add_stream(document: PDFDocument, content: bytes, **entries: object) -> str:
    return add_object(document, PDFStream(PDFDictionary(entries), content))


def add_deflated(document: PDFDocument, content: bytes, **entries: object) -> str:
    """Add content that is compressed already and return the reference to it."""
    return add_stream(document, content, Filter="/FlateDecode", **entries)
