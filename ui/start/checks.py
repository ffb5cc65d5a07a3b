"""The conditions under which a window can open. Imports Qt late: one check is whether Qt loads at all."""

import os
import sys
from pathlib import Path

X11_LIBRARIES = (
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-image.so.0",
    "libxcb-render-util.so.0",
)
NO_SCREEN = (
    "این رایانه صفحهٔ نمایش ندارد و برنامه نمی‌تواند پنجره‌ای باز کند."
    " برای دیدن یک روز کامل بدون نمایشگر: python main.py tour FOLDER"
)


def no_screen() -> str:
    """Return a sentence where no window can open, else ''."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    return "" if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else NO_SCREEN


def missing_library() -> str:
    """Return a sentence that names the system library Qt cannot start without, else ''.

    Without the check the program would end with a traceback, or Qt would abort it.
    """
    try:
        import PySide6.QtWidgets  # noqa: F401 - only whether it loads
    except ImportError as error:
        return f"یک کتابخانهٔ سیستم نصب نیست: {error}\nفرمان نصب آن در README آمده است (apt install …)."
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        import ctypes

        for library in X11_LIBRARIES:
            try:
                ctypes.CDLL(library)
            except OSError:
                return f"یک کتابخانهٔ سیستم نصب نیست: {library}\nفرمان نصب آن در README آمده است (apt install …)."
    return ""


def unusable(folder: Path) -> str:
    """Make the folder; return a sentence when the data cannot be kept in it, else ''."""
    from PySide6.QtCore import QStorageInfo

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return f"پوشهٔ داده‌ها ساخته نشد: {folder}"
    kind = bytes(QStorageInfo(str(folder)).fileSystemType().data()).decode("ascii", "replace").lower()
    if kind.startswith(("nfs", "cifs", "smb", "fuse.sshfs")) or str(folder).startswith("\\\\"):
        return "پوشهٔ داده‌ها روی شبکه است؛ فایل داده‌ها آن‌جا آسیب می‌بیند. پوشه‌ای روی همین رایانه انتخاب کنید."
    return ""
