"""The kind of a scan and its pixels, read from its bytes because a file name may be wrong.

Only headers are read, so a picture that would unpack to gigabytes is refused before anything is unpacked.
"""

import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"%PDF-": "pdf", b"II*\x00": "tiff", b"MM\x00*": "tiff"}
UNREADABLE = (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, struct.error)
"""The errors of Pillow's readers at a broken file; each reader raises others."""


def kind(data: bytes) -> str:
    """Return 'png', 'jpeg', 'tiff' or 'pdf'; '' for any other file."""
    return next((name for sign, name in SIGNS.items() if data.startswith(sign)), "")


def pixels(data: bytes) -> int:
    """Return the width times the height of a picture; 0 when the header does not say.

    The reader of the kind is called without `Image.open`, which would try others and warns of large pictures.
    """
    from PIL.JpegImagePlugin import JpegImageFile  # late: 34 ms of start-up
    from PIL.PngImagePlugin import PngImageFile
    from PIL.TiffImagePlugin import TiffImageFile

    readers: dict[str, Callable[[BytesIO], ImageFile]] = {
        "png": PngImageFile,
        "jpeg": JpegImageFile,
        "tiff": TiffImageFile,
    }
    if (reader := readers.get(kind(data))) is None:
        return 0
    with warnings.catch_warnings(action="ignore"):  # thousands, where thousands of tags are broken
        try:
            with reader(BytesIO(data)) as picture:
                return picture.width * picture.height
        except UNREADABLE:
            return 0
