"""Forks desks that register until they are killed, so that the program is loaded once for all of them.

Each line on stdin is the path of an office and starts one desk. It says 'started PID', then its tickets, and at its end
'ended PID', all on the shared stdout.
"""

import os
import sys

from tests.durability.crash.desk import arrival, say, work


def main() -> None:
    arrival("آماده")  # loads what a registration needs before the first fork
    for line in sys.stdin:
        if child := os.fork():
            os.waitpid(child, 0)
            say("ended", child)
        else:
            say("started", os.getpid())
            work(line.rstrip("\n"), None, 0)


if __name__ == "__main__":
    main()
