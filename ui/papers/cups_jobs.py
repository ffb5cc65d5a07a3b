"""Jobs in the queues of CUPS: what became of them, and taking them out."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from app.papers.claims import begun_at
from ui.papers import ipp, libcups
from ui.papers.cups_answers import NOT_FOUND, sentence
from ui.papers.ipp import Answer
from ui.papers.ipp_attributes import BOOLEAN, INTEGER, KEYWORD, NAME, OPERATION, URI, Given
from ui.papers.printer import JobState, NotPrinted

STOPPED = 5
"""A printer's state."""
PENDING, PROCESSING, COMPLETED = 3, 5, 9
"""A job's states; 4 and 6 are held and stopped, 7 and 8 cancelled and aborted."""
HELD, ENDED_BADLY = (4, 6), (7, 8)
CLOCKS_APART = 600
"""Seconds by which the clock of a print server in the network may differ from this PC's."""
WORST_FIRST = (JobState.LOST, JobState.HELD, JobState.QUEUED, JobState.DONE)


def queue_uri(queue: str) -> Given:
    return OPERATION, URI, "printer-uri", f"ipp://localhost/printers/{quote(queue)}"


def ask_queue(queue: str, wanted: Sequence[str]) -> Answer:
    return ipp.ask(ipp.GET_PRINTER, "/", [queue_uri(queue), _wanted(wanted)])


def states(queue: str, numbers: Sequence[str]) -> dict[str, JobState]:
    """Return the state of each; a number may be several with commas, of which the worst counts."""
    told = ask_queue(queue, ["printer-state"])
    if told.status == NOT_FOUND:
        return dict.fromkeys(numbers, JobState.LOST)
    listed = _jobs(queue_uri(queue), f"/printers/{quote(queue)}", "not-completed")
    if not told.succeeded or not listed.succeeded:
        return {}
    is_stopped = told.first.get("printer-state") == [STOPPED]
    open_jobs = {job["job-id"][0]: job["job-state"][0] for job in listed.groups}
    found = {}
    for number in numbers:
        each = [_state(queue, int(part), open_jobs, is_stopped) for part in number.split(",")]
        if None not in each:
            found[number] = next(state for state in WORST_FIRST if state in each)
    return found


def _state(queue: str, number: int, open_jobs: dict[int, int], is_stopped: bool) -> JobState | None:
    if number in open_jobs:
        return JobState.HELD if is_stopped or open_jobs[number] in HELD else JobState.QUEUED
    answer = _ask_about(ipp.GET_JOB, queue, number, _wanted(["job-state"]))
    if answer.succeeded:
        state = answer.first["job-state"][0]
        return JobState.LOST if state in ENDED_BADLY else JobState.DONE if state == COMPLETED else JobState.QUEUED
    return JobState.DONE if answer.status == NOT_FOUND else None  # it was printed and its history is cleared


def cancel(queue: str, number: str) -> bool:
    """Take a job out of the queue; return False when some of it was printed. Raise NotPrinted without an answer."""
    drop(queue, number)
    state = states(queue, [number]).get(number)
    if state is None:
        raise NotPrinted(sentence(Answer(-1, "", ()), queue))
    return state is not JobState.DONE


def drop(queue: str, number: str) -> None:
    for part in number.split(","):
        _ask_about(ipp.CANCEL_JOB, queue, int(part))


def find(queue: str, token: str) -> str | None:
    """Return the numbers of the jobs with this token, '' when the queue never got one; None when nobody can tell."""
    begun = begun_at(token)
    names = _names_since(queue, begun - CLOCKS_APART)
    if names is None:
        return None
    found = {number: name for number, name in names.items() if f"[{token}]" in name}
    parts = re.search(r"\((\d+)/(\d+)\)$", next(iter(found.values()), ""))
    if parts and int(parts[2]) != len(found):
        return None
    if not found and not _history_reaches(begun):
        return None
    return ",".join(str(number) for number in sorted(found))


def find_title(queue: str, title: str, token: str) -> str | None:
    """Return the number of the job with this name, '' when there is none; None when nobody can tell."""
    names = _names_since(queue, begun_at(token) - CLOCKS_APART)
    if names is None:
        return None
    return next((str(number) for number, name in names.items() if name == title), "")


def _names_since(queue: str, moment: int) -> dict[int, str] | None:
    """Return the names of this user's jobs in the queue since then, by number; None when not every one is told.

    CUPS leaves the name of a finished job that it has unloaded out of a list, and tells it when asked about that job.
    """
    mine: Given = (OPERATION, BOOLEAN, "my-jobs", True)
    answer = _jobs(queue_uri(queue), f"/printers/{quote(queue)}", "all", mine)
    names = {}
    for job in answer.groups:
        if job.get("time-at-creation", [moment])[0] >= moment:
            number = job["job-id"][0]
            told = job if "job-name" in job else _ask_about(ipp.GET_JOB, queue, number, _wanted(["job-name"])).first
            names[number] = str(told.get("job-name", [""])[0])
    return names if answer.succeeded and all(names.values()) else None


def _history_reaches(moment: int) -> bool:
    """Whether CUPS remembers a finished job that is older: then it has forgotten none since."""
    finished = _jobs((OPERATION, URI, "printer-uri", "ipp://localhost/"), "/", "completed")
    return any(0 < job.get("time-at-creation", [0])[0] <= moment for job in finished.groups)


def _jobs(where: Given, resource: str, which: str, *more: Given) -> Answer:
    wanted = _wanted(["job-id", "job-state", "job-name", "time-at-creation"])
    return ipp.ask(ipp.GET_JOBS, resource, [where, _user(), wanted, (OPERATION, KEYWORD, "which-jobs", which), *more])


def _ask_about(operation: int, queue: str, number: int, *more: Given) -> Answer:
    return ipp.ask(operation, "/jobs", [queue_uri(queue), (OPERATION, INTEGER, "job-id", number), _user(), *more])


def _wanted(names: Sequence[str]) -> Given:
    return OPERATION, KEYWORD, "requested-attributes", list(names)


def _user() -> Given:
    return OPERATION, NAME, "requesting-user-name", libcups.user()
