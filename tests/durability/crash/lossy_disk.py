"""A disk that loses power. `Recorder` records what SQLite does to its files; `Disk` replays a prefix of it, with the
writes that were not yet synced kept, dropped or torn."""

import _sqlite3
import ctypes
import pickle
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512

Pointer, Int, Int64 = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
# A file name is passed on as the pointer it came as: SQLite keeps the pointer, and reads on behind the name's end.
OPEN = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Pointer, Int, ctypes.POINTER(Int))
DELETE = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Int)
WRITE = ctypes.CFUNCTYPE(Int, Pointer, Pointer, Int, Int64)
TRUNCATE = ctypes.CFUNCTYPE(Int, Pointer, Int64)
SYNC = ctypes.CFUNCTYPE(Int, Pointer, Int)


class Vfs(ctypes.Structure):
    """sqlite3_vfs: the functions by which SQLite reaches the operating system."""

    _fields_ = (
        ("version", Int),
        ("file_size", Int),
        ("longest_path", Int),
        ("next", Pointer),
        ("name", ctypes.c_char_p),
        ("data", Pointer),
        ("open", OPEN),
        ("delete", DELETE),
        ("rest", Pointer * 14),
    )


class IoMethods(ctypes.Structure):
    """sqlite3_io_methods: the functions that act on an open file."""

    _fields_ = (
        ("version", Int),
        ("close", Pointer),
        ("read", Pointer),
        ("write", WRITE),
        ("truncate", TRUNCATE),
        ("sync", SYNC),
        ("rest", Pointer * 13),
    )


class Recorder:
    """Stands between SQLite and the disk in this process.

    `events` holds, in order, the changes of the files of one folder, (verb, file name, …), and what `say` put between.
    """

    def __init__(self, folder: str) -> None:
        self.events: list[tuple[object, ...]] = []
        self._folder, self._names, self._methods = str(Path(folder).resolve()), {}, {}
        # loading the module finds the symbols of the SQLite library that Python itself uses
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        self._real = library.sqlite3_vfs_find(None).contents
        self._ours = Vfs.from_buffer_copy(self._real)
        self._ours.name, self._ours.next = b"recorded", None
        self._ours.open, self._ours.delete = OPEN(self._open), DELETE(self._delete)
        library.sqlite3_vfs_register(ctypes.byref(self._ours), 1)

    def say(self, *words: object) -> None:
        self.events.append(("said", *words))

    def save(self, path: str) -> None:
        Path(path).write_bytes(pickle.dumps(self.events))

    def _open(self, system, name, file, flags, out):
        code = self._real.open(system, name, file, flags, out)
        where = Path(ctypes.string_at(name).decode()) if name else Path()
        if code == 0 and str(where.parent) == self._folder:
            self._names[file] = where.name
            held = ctypes.cast(file, ctypes.POINTER(Pointer))
            held[0] = ctypes.addressof(self._watching(held[0]))
        return code

    def _delete(self, system, name, synced):
        code = self._real.delete(system, name, synced)
        if code == 0:
            self.events.append(("delete", Path(ctypes.string_at(name).decode()).name))
        return code

    def _watching(self, address):
        """Return the file's own methods, with ours in place of those that change it."""
        if address not in self._methods:
            real = IoMethods.from_address(address)
            ours = IoMethods.from_buffer_copy(real)

            def write(file, data, size, at):
                self.events.append(("write", self._names[file], at, ctypes.string_at(data, size)))
                return real.write(file, data, size, at)

            def truncate(file, size):
                self.events.append(("truncate", self._names[file], size))
                return real.truncate(file, size)

            def sync(file, flags):
                code = real.sync(file, flags)
                self.events.append(("sync", self._names[file]))
                return code

            ours.write, ours.truncate, ours.sync = WRITE(write), TRUNCATE(truncate), SYNC(sync)
            self._methods[address] = ours
        return self._methods[address]


@dataclass(slots=True)
class LossyFile:
    synced: bytearray = field(default_factory=bytearray)
    since: list[tuple[object, ...]] = field(default_factory=list)
    """Writes and truncations since the last sync, in order."""

    def after_power_loss(self, chance, loss: float) -> bytearray:
        """Return the file's content when the power is back.

        `loss`: the probability that a write that was not synced is lost, wholly or in part.
        """
        data = bytearray(self.synced)
        for change in self.since:
            if chance.random() >= loss:
                _apply(data, change)
            elif change[0] == "write" and chance.random() < 0.5:
                _tear(data, change, chance)
        return data


class Disk:
    """The files of one folder after some of the events."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = {name: [LossyFile(bytearray(data))] for name, data in files.items()}

    def do(self, event: tuple[object, ...]) -> None:
        verb, name = event[0], event[1]
        lives = self._files.setdefault(name, [None])  # a file may be deleted and made again
        if verb == "delete":
            lives.append(None)
            return
        if lives[-1] is None:
            lives.append(LossyFile())
        file = lives[-1]
        if verb == "sync":
            for change in file.since:
                _apply(file.synced, change)
            file.since.clear()
            lives[:] = [file]  # SQLite syncs the folder with a new file's first sync
        else:
            file.since.append(event)

    def cut(self, chance) -> dict[str, bytearray]:
        """Return the files as the next start finds them."""
        loss = chance.choice((0.0, 1.0, chance.random()))
        found = {name: chance.choice(lives) for name, lives in self._files.items()}
        return {name: file.after_power_loss(chance, loss) for name, file in found.items() if file}


def _apply(data: bytearray, change: tuple[object, ...]) -> None:
    if change[0] == "truncate":
        size = change[2]
        data[:] = data[:size].ljust(size, b"\0")
    else:
        _put(data, change[2], change[3])


def _tear(data: bytearray, change: tuple[object, ...], chance) -> None:
    """Apply only some sectors of the write."""
    at, written = change[2], change[3]
    start = at
    while start < at + len(written):
        end = min((start // SECTOR + 1) * SECTOR, at + len(written))
        if chance.random() < 0.5:
            _put(data, start, written[start - at : end - at])
        start = end


def _put(data: bytearray, at: int, written: bytes) -> None:
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    data[at : at + len(written)] = written
