"""The summary of a visitor in words."""

from dataclasses import dataclass

from app.cases.summary import VisitorSummary

NTH = ("اول", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")
SAID = {"objected": "متقاضی: ", "accepted": "تأیید متقاضی: "}

OVERDUE = "وعدهٔ گذشته"


@dataclass(frozen=True, slots=True)
class SummaryWords:
    counts: tuple[str, ...]
    """The part that is never cut: the number of visits, those about this matter, what is open and how late."""
    lead: str
    """The words before the answer; '' without one."""
    answer: str
    said_lead: str
    """The words before the visitor's, which stand alone where there are none; '' without a verdict."""
    said: str

    def whole(self) -> str:
        answer = f"{self.lead}«{self.answer}»" if self.lead else ""
        said = f"{self.said_lead}«{self.said}»" if self.said else self.said_lead
        return " · ".join(filter(None, (*self.counts, " ".join(filter(None, (answer, said))))))


def summary_words(summary: VisitorSummary, *, at_hand: bool) -> SummaryWords:
    """`at_hand`: whether it is about a visit now, rather than all visits so far."""
    said, words = summary.verdict, " ".join(summary.verdict_words.split())
    lead = SAID[said] if said else ""
    return SummaryWords(
        tuple(filter(None, (_times(summary, at_hand), _same(summary), _open(summary)))),
        f"آخرین پاسخ، {summary.unit}: " if summary.answer else "",
        " ".join(summary.answer.split()),
        f"← {lead if words else lead.removesuffix(': ')}" if lead else "",
        words,
    )


def _times(summary: VisitorSummary, at_hand: bool) -> str:
    if not at_hand:
        return f"{summary.visits} مراجعه"
    return f"بار {NTH[summary.visits - 1]}" if summary.visits <= len(NTH) else f"مراجعهٔ {summary.visits}"


def _same(summary: VisitorSummary) -> str:
    if not summary.same_category:
        return ""
    return f"قبلاً {summary.same_category} بار با همین موضوع"


def _open(summary: VisitorSummary) -> str:
    if not summary.open:
        return f"{summary.unasked} پاسخ بدون نظر متقاضی" if summary.unasked else "ارجاع باز ندارد"
    promised = OVERDUE if summary.is_overdue else ""
    late = f"{'بدترین ' if summary.open > 1 else ''}{summary.late} روز دیر" if summary.late else promised
    denied = f"{summary.denied} رد متقاضی" if summary.denied else ""
    return "، ".join(filter(None, (f"{summary.open} ارجاع باز", late, denied)))
