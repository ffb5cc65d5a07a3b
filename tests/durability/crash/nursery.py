"""Starts desks that register until they are killed, without loading the program anew for each.

A line on stdin ('go PATH') starts one; it says 'born PID' and then its tickets on the shared stdout.
"""

import os
import sys

from tests.durability.crash.desk import arrival, say, work


def main() -> None:
    arrival("آماده")
    for line in sys.stdin:
        path = line.removeprefix("go ").rstrip("\n")
        if child := os.fork():
            os.waitpid(child, 0)
            say("dead", child)
        else:
            say("born", os.getpid())
            work(path, None, 0)


if __name__ == "__main__":
    main()
