"""A printer of the network that announces itself as real ones do: ippeveprinter, Avahi and a bus of its own."""

import os
import shutil
import socket
import subprocess
from pathlib import Path
from threading import Event
from time import monotonic

TOOLS = ("dbus-daemon", "avahi-daemon", "ippeveprinter")
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
WHY_NOT = (
    ""
    if all(shutil.which(tool, path=PATH) for tool in TOOLS) and hasattr(os, "geteuid") and os.geteuid() == 0
    else "needs root and an Avahi of the test's own (apt install avahi-daemon dbus cups-ipp-utils)"
)
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/>
  </policy>
</busconfig>
"""
AVAHI = """[server]
host-name=mosalla-test
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[publish]
publish-workstation=no
[wide-area]
enable-wide-area=no
"""


class NetworkPrinter:
    """`bus` is what DBUS_SYSTEM_BUS_ADDRESS must be; the jobs lie in `kept`."""

    name = "Office_Printer"

    def __init__(self, root: Path) -> None:
        self.kept = root / "printed"
        self.kept.mkdir()
        self._path = root / "bus.sock"
        self.bus = f"unix:path={self._path}"
        root.joinpath("bus.conf").write_text(BUS.format(path=self._path))
        root.joinpath("avahi.conf").write_text(AVAHI)
        self._log, self._running = root / "avahi.log", []
        self._start("dbus-daemon", f"--config-file={root / 'bus.conf'}", "--nofork")
        self._wait(self._path.exists)
        self._start("avahi-daemon", "-f", root / "avahi.conf", "--no-drop-root", "--no-chroot", "--no-rlimits")
        self._wait(lambda: "startup complete" in self._log.read_text())
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        words = ("-p", str(port), "-k", "-d", self.kept, "-K", root, "-f", "application/pdf", "Office Printer")
        self._start("ippeveprinter", *words)

    def _start(self, tool: str, *words: str | Path) -> None:
        with self._log.open("a") as log:
            self._running.append(
                subprocess.Popen(
                    [str(shutil.which(tool, path=PATH)), *map(str, words)],
                    env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": self.bus},
                    stdout=log,
                    stderr=log,
                )
            )

    def _wait(self, holds) -> None:
        until = monotonic() + 30
        while not holds():
            if monotonic() > until or any(process.poll() is not None for process in self._running):
                raise RuntimeError(self._log.read_text())
            Event().wait(0.05)

    def stop(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            process.wait(20)
