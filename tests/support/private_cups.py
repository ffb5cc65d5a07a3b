"""A CUPS of the test's own: on a socket in a temporary folder, with queues whose devices are folders."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic

from tests.support.ppds import every_ppd

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
FILTERS = Path("/usr/lib/cups/filter")
WHY_NOT = (
    ""
    if CUPSD and (FILTERS / "pdftopdf").exists() and (FILTERS / "gstoraster").exists()
    else (
        "needs cupsd with cups-filters and Ghostscript (apt install cups-daemon cups-client cups-filters ghostscript)"
    )
)

BACKEND = """#!/bin/sh
# Keeps what would go to the device: the file is whole once it has its name.
[ $# -eq 0 ] && { echo 'direct keep "Unknown" "keeps"'; exit 0; }
printf '%s\\n' "$5" > "FOLDER/$PRINTER-$1.options"
printf '%s\\n' "$3" > "FOLDER/$PRINTER-$1.title"
[ -e "FOLDER/$PRINTER.hold" ] && exit 4
while [ -e "FOLDER/$PRINTER.busy" ]; do sleep 0.05; done
[ "$PRINTER" = aborting ] && { cat > /dev/null; exit 1; }
cat > "FOLDER/.$PRINTER-$1" && mv "FOLDER/.$PRINTER-$1" "FOLDER/$PRINTER-$1.out"
"""
CUPSD_CONF = """LogLevel debug
Listen {root}/cups.sock
WebInterface No
Browsing Off
DefaultAuthType None
JobRetryInterval 3600
PreserveJobHistory {history}
MaxLogSize 0
{more}
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
FILES_CONF = """FileDevice Yes
ConfigFilePerm 0644
ServerRoot {root}
RequestRoot {spool}
TempDir {root}/tmp
CacheDir {root}/cache
StateDir {root}/state
ServerBin {root}/bin
AccessLog {root}/access_log
ErrorLog {root}/error_log
PageLog {root}/page_log
"""
IDLE = "State Idle\nAccepting Yes"
STATES = {"rejecting": "State Idle\nAccepting No", "stopped": "State Stopped\nReason paused\nAccepting Yes"}


class PrivateCups:
    """`address` is what CUPS_SERVER must be. Each queue is called as its PPD in tests/support/ppds.py."""

    def __init__(self, root: Path, *, spool: Path | None = None, history: str = "Yes", more: str = "") -> None:
        self.root, self.kept = root, root / "kept"
        self.address = str(root / "cups.sock")
        for name in ("kept", "ppd", "tmp", "cache", "state", "bin/backend", "spool"):
            (root / name).mkdir(parents=True)
        self._spool = spool or root / "spool"
        self._write(history, more)
        self._process = subprocess.Popen(
            [str(CUPSD), "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")],
            env=os.environ | {"LANG": "C"},
        )
        self._wait_until_up()

    def _write(self, history: str, more: str) -> None:
        for path in (self.root, *self.root.glob("**/")):
            path.chmod(0o755)
        self.root.joinpath("bin/filter").symlink_to(FILTERS)
        for name in ("daemon", "notifier", "driver"):
            self.root.joinpath("bin", name).symlink_to(FILTERS.parent / name)
        backend = self.root / "bin/backend/keep"
        backend.write_text(BACKEND.replace("FOLDER", str(self.kept)))
        backend.chmod(0o700)
        for scheme in ("ipp", "ipps"):
            self.root.joinpath("bin/backend", scheme).symlink_to(FILTERS.parent / "backend/ipp")
        self.root.joinpath("tmp").chmod(0o1777)
        self.root.joinpath("cupsd.conf").write_text(CUPSD_CONF.format(root=self.root, history=history, more=more))
        self.root.joinpath("cups-files.conf").write_text(FILES_CONF.format(root=self.root, spool=self._spool))
        queues = every_ppd()
        for name, text in queues.items():
            self.root.joinpath("ppd", f"{name}.ppd").write_text(text, "latin-1")
        self.root.joinpath("printers.conf").write_text(
            "".join(
                f"<Printer {name}>\nDeviceURI keep:/{name}\n{STATES.get(name, IDLE)}\n"
                "Shared No\nErrorPolicy abort-job\n</Printer>\n"
                for name in queues
            )
        )

    def _wait_until_up(self) -> None:
        self.wait(
            lambda: (
                "is running"
                in subprocess.run(
                    ["lpstat", "-h", self.address, "-r"], capture_output=True, text=True, check=False
                ).stdout
            )
        )

    def wait(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        until = monotonic() + seconds
        while not holds():
            if monotonic() > until or self._process.poll() is not None:
                log = self.root / "error_log"
                raise RuntimeError("\n".join(log.read_text().splitlines()[-40:]) if log.exists() else "no cupsd")
            Event().wait(0.05)

    def has(self, queue: str) -> bool:
        return (self.root / "ppd" / f"{queue}.ppd").exists()

    def got(self, queue: str, number: str) -> Path:
        """Return the file of what the queue would have sent to the device, once it is whole."""
        path = self.kept / f"{queue}-{number}.out"
        self.wait(path.exists)
        return path

    def hold_next(self, queue: str) -> None:
        """Let the device stop its queue at the next job, as one without paper does."""
        (self.kept / f"{queue}.hold").touch()

    def keep_busy(self, queue: str) -> None:
        """Let the device be at its work until `free`: its jobs stay in the queue, which goes on."""
        (self.kept / f"{queue}.busy").touch()

    def free(self, queue: str) -> None:
        (self.kept / f"{queue}.busy").unlink()

    def release(self, queue: str) -> None:
        (self.kept / f"{queue}.hold").unlink()
        self.command("cupsenable", queue)

    def numbers(self, queue: str) -> list[str]:
        """Return the numbers of the jobs that came out, in the order in which the queue got them."""
        found = [path.stem.removeprefix(f"{queue}-") for path in self.kept.glob(f"{queue}-*.out")]
        return sorted(found, key=int)

    def title(self, queue: str, number: str) -> str:
        return (self.kept / f"{queue}-{number}.title").read_text().strip()

    def command(self, *words: str) -> str:
        """Run a command of CUPS on this server: `lpadmin`, `cupsdisable`, `lpstat` …"""
        name, *rest = words
        path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        done = subprocess.run([str(path), "-h", self.address, *rest], capture_output=True, text=True, check=True)
        return done.stdout

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
