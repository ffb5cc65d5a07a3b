"""The form for the address of the venue's server, used in the first run and in the settings."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, fields
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import Refused
from app.persian.text import isolate
from app.this_pc.server_choice import choose, saved_venue
from app.venue import keychain
from app.venue import server as venue
from app.venue.server import TLS, Venue
from ui.this_pc.settings import PcSettings
from ui.widgets import Choice, ChoiceBox, FieldSpec, Form, KeyButton, Notice, column, label

if TYPE_CHECKING:
    from app.venue.server import Found

FIELDS = (
    FieldSpec("hosts", "نشانی سرور؛ سرورهای آماده‌به‌کار با ویرگول پس از آن", row=0, stretch=4, hint="10.20.0.5"),
    FieldSpec("port", "درگاه", "number", row=0),
    FieldSpec("database", "پایگاه داده", row=1),
    FieldSpec("user", "کاربر سرور", row=1),
    FieldSpec("password", "گذرواژهٔ کاربر سرور", "password", row=1),
    FieldSpec(
        "tls", "رمزنگاری ارتباط", "choice", row=2, choices=tuple(Choice(mode, text) for mode, text in TLS.items())
    ),
    FieldSpec("certificate", "فایل گواهی سرور روی این رایانه", row=2),
)
LATIN = ("hosts", "database", "user", "certificate")
ASKING = "اتصال به سرور در حال بررسی است؛ هر سرور خاموش دو ثانیه زمان می‌برد."
PASSWORD = "گذرواژه در جای امن سیستم (keyring) ذخیره می‌شود. خالی: همان گذرواژهٔ ذخیره‌شدهٔ قبلی."


class ServerForm(QWidget):
    """`tried` carries what the server answered; `settled` the same after this PC was set to it from its next start
    on."""

    tried = Signal(object)
    settled = Signal(object)
    busy = Signal(bool)
    _ended = Signal(object, object)

    def __init__(self, pc: PcSettings) -> None:
        super().__init__()
        self._pc = pc
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="server")
        self.form, self.notice = Form(FIELDS), Notice()
        self.in_file = KeyButton("ذخیره در فایل گذرواژه", "F8")
        self.in_file.clicked.connect(partial(self.settle, in_file=True))
        self.in_file.hide()
        for name in LATIN:
            editor = self.form.editor(name)
            editor.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            if isinstance(editor, QLineEdit):
                editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        column(self.form, label(PASSWORD, "quiet", wraps=True), self.notice, self.in_file, gap=12, parent=self)
        self.setFocusProxy(self.form)
        self.form.edited.connect(self._edited)
        cast(ChoiceBox, self.form.editor("tls")).picked.connect(self._show_certificate)
        self._ended.connect(self._deliver)
        self.form.fill(_values(pc))
        self._show_certificate()

    def try_out(self) -> None:
        self._ask(venue.try_out, self.tried)

    def settle(self, *, in_file: bool = False) -> None:
        """Set this PC to the server if it answers. With a wrong address nobody could sign in on this PC."""
        self._ask(partial(venue.try_and_keep, in_file=in_file), self.settled)

    def _ask(self, task: Callable[..., Any], then: Any) -> None:
        """Run the task on a thread of its own: the storage thread may be waiting for the very server that is to be
        left."""
        values = self.form.values()
        password = values.pop("password")
        self.notice.close_notice()
        self.in_file.hide()
        if not self.form.check():
            return
        try:
            asked = venue.from_form(**values)
        except Refused as refused:
            self._refuse(refused)
            return
        self.notice.say("info", ASKING)
        self.busy.emit(True)
        self._thread.submit(task, asked, password).add_done_callback(partial(self._done, then, asked))

    def _done(self, then: Any, asked: Venue, done: "Future[Found]") -> None:
        """Called on that thread."""
        self._ended.emit(partial(self._accept, then, asked), done)

    def _deliver(self, accept: Callable[["Found"], None], done: "Future[Found]") -> None:
        self.busy.emit(False)
        self.notice.close_notice()
        error = done.exception()
        if isinstance(error, Refused):
            self._refuse(error)
        else:
            accept(done.result())

    def _accept(self, then: Any, asked: Venue, found: "Found") -> None:
        if then is self.settled:
            choose(self._pc, asked)
            self.form.fill({"password": ""})
        self.notice.say("done", answer_words(found))
        then.emit(found)

    def _refuse(self, refused: Refused) -> None:
        if refused.field == "keyring":
            self.notice.say("warning", no_keyring_words(refused.sentence))
            self.in_file.show()
        elif not self.form.errors(refused.field, refused.sentence):
            self.notice.say("error", refused.sentence)

    def _edited(self, _: str) -> None:
        self.notice.close_notice()
        self.in_file.hide()

    def _show_certificate(self, *_: str) -> None:
        known = self.form.values()["tls"] == "verify-full"
        self.form.show_only({spec.name for spec in FIELDS} - (set() if known else {"certificate"}))


def answer_words(found: "Found") -> str:
    empty = "سرور آماده است و هنوز داده‌ای روی آن نیست"
    whose = f"داده‌های «{found.office}» روی این سرور است" if found.office else empty
    safe = "ارتباط رمزنگاری شده است" if found.encrypted else "ارتباط رمزنگاری نشده است"
    return f"{whose}؛ PostgreSQL {found.version}، {safe}."


def no_keyring_words(sentence: str) -> str:
    return (
        f"سرور پاسخ داد. {sentence} F8 آن را در {isolate(str(keychain.pgpass()))} می‌نویسد که فقط کاربر همین رایانه"
        " می‌خواند؛ یا PGPASSWORD را پیش از اجرای برنامه بگذارید و این کادر را خالی کنید."
    )


def _values(pc: PcSettings) -> dict[str, str]:
    try:
        known = saved_venue(pc)
    except Refused:  # edited by hand: begin with the defaults
        known = None
    if known is not None:
        return asdict(known)
    return {"hosts": ""} | {spec.name: spec.default for spec in fields(Venue) if isinstance(spec.default, str)}
