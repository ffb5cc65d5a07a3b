"""A backup in words: its row in the list, and its contents."""

from app.backups.files import KINDS, BackupFile
from app.backups.restoring import BackupContents
from app.persian.calendar import jalali, local_day, local_time, long_day
from app.persian.text import fa, isolate
from ui.widgets import ListRow


def kept_row(row_id: int, kept: BackupFile) -> ListRow:
    kind, day = KINDS[kept.kind], local_day(kept.at)
    size = f"{max(1, round(kept.size / 2**20))} مگابایت"
    return ListRow(
        row_id,
        long_day(day),
        f"{kind} · {size}" if kind else size,
        time=local_time(kept.at),
        tags=(("good", "در دو جا"),) if kept.twice else (),
    )


def content_words(found: BackupContents, kept: BackupFile) -> str:
    day, time = local_day(found.last_at), local_time(found.last_at)
    session = f"آخرین جلسه: {found.session}، {long_day(found.session_day)}. " if found.session else ""
    return fa(
        f"«{found.office}»: {found.visits} مراجعه و {found.referrals} ارجاع. {session}"
        f"آخرین ثبت: {isolate(jalali(day))} ساعت {isolate(time)}. نشان سوابق تغییرات: {isolate(found.mark)}."
        " فایل: "
    ) + isolate(kept.file.name)
