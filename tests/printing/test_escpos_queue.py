"""The raw queue of Windows: what its status means everywhere, and a job on Windows itself."""

import errno
import sys

import pytest

from ui.papers.raw_queue import RawQueue, status_error


@pytest.mark.parametrize(
    ("status", "error"),
    [(0, 0), (0x10, errno.ENOSPC), (0x80, errno.ENXIO), (0x400000 | 0x2, errno.ENXIO), (0x400, 0), (0x1, errno.EBUSY)],
)
def test_status_of_a_queue_says_whether_it_can_print(status, error):
    assert status_error(status) == error


def test_unknown_queue_cannot_be_opened():
    """On Windows the spooler says so; elsewhere there is none."""
    with pytest.raises(OSError, match=r"no such queue|winspool"):
        RawQueue("no such queue")


@pytest.mark.skipif(sys.platform != "win32", reason="The spooler of Windows is asked.")
def test_job_that_is_broken_off_leaves_the_queue_as_it_was():
    queue = RawQueue("Microsoft Print to PDF")
    queue.write(b"\x1b@")
    assert queue.read(0.1) == b""
    queue.close()
