"""The receipt printers of this PC: those that the program itself speaks to, beside the system's printers."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from app.errors import Refused
from app.persian.text import ascii_digits, clean, isolate
from app.this_pc.settings import Settings, WritableSettings

Roll = Literal[80, 58]
"""Width of a roll of paper in millimetres."""
Connection = Literal["network", "file", "queue"]
PORT = 9100
NAME_LIMIT, ADDRESS_LIMIT = 40, 200
_SAVED = "printing/receipt_printers"


@dataclass(frozen=True, slots=True)
class ReceiptPrinter:
    name: str
    connection: Connection
    """Over TCP, through a device file, or through a queue of Windows that passes bytes on unchanged."""
    address: str
    """'host:port', the file's path, or the queue's name."""
    roll: Roll
    cuts: bool = True
    """It has a cutter; many of 58 mm have none."""


def saved(settings: Settings) -> list[ReceiptPrinter]:
    """Return the printers in the order they were added; those that a hand edited beyond recognition are left out."""
    try:
        entries = json.loads(settings.get(_SAVED) or "[]")
    except ValueError:
        return []
    return [
        ReceiptPrinter(**entry)
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
        and entry.keys() == {"name", "connection", "address", "roll", "cuts"}
        and isinstance(entry["name"], str)
        and isinstance(entry["address"], str)
        and entry["connection"] in ("network", "file", "queue")
        and entry["roll"] in (80, 58)
        and isinstance(entry["cuts"], bool)
    ]


def named(settings: Settings, name: str) -> ReceiptPrinter | None:
    return next((printer for printer in saved(settings) if printer.name == name), None)


def save(
    settings: WritableSettings, printer: ReceiptPrinter, earlier: str = "", others: Collection[str] = ()
) -> ReceiptPrinter:
    """Add a printer, or put it in the place of the one that was named `earlier`. `others`: the system's printers.

    Return it as it is kept. Refused beside `name` or `address` when it cannot be one.
    """
    known = saved(settings)
    taken = {each.name for each in known if each.name != earlier} | set(others)
    address = _address(printer.connection, printer.address)
    printer = replace(printer, name=_name(printer.name, taken), address=address)
    if any(each.name == earlier for each in known):
        _write(settings, [printer if each.name == earlier else each for each in known])
    else:
        _write(settings, [*known, printer])
    return printer


def remove(settings: WritableSettings, name: str) -> None:
    _write(settings, [each for each in saved(settings) if each.name != name])


def host_and_port(address: str) -> tuple[str, int]:
    """Return the parts of 'host', 'host:port' or '[host]:port'; Refused when there is no such port."""
    host, colon, port = address.rpartition(":")
    if address.endswith("]") or not colon or (":" in host and not host.startswith("[")):
        host, port = address, str(PORT)
    if not host.strip("[]") or not (port.isdecimal() and 0 < int(port) < 65_536):
        raise Refused(f"نشانی را مانند {isolate('192.168.1.50:9100')} بنویسید.", "address")
    return host.strip("[]"), int(port)


def _name(typed: str, taken: Collection[str]) -> str:
    name = clean(typed)
    if not name:
        raise Refused("برای چاپگر نامی بنویسید.", "name")
    if len(name) > NAME_LIMIT:
        raise Refused("این نام بلند است؛ نام کوتاه‌تری بنویسید.", "name")
    if name in taken:
        raise Refused("چاپگر دیگری همین نام را دارد؛ نام دیگری بنویسید.", "name")
    return name


def _address(connection: Connection, typed: str) -> str:
    address = typed.strip()
    if not address or len(address) > ADDRESS_LIMIT or not address.isprintable():
        raise Refused("نشانی چاپگر را بنویسید.", "address")
    if connection == "network":
        address = ascii_digits(address).replace(" ", "")
        host, port = host_and_port(address)
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if connection == "file" and not address.startswith("/"):
        raise Refused(f"درگاه چاپگر را کامل بنویسید، مانند {isolate('/dev/usb/lp0')}", "address")
    return address


def _write(settings: WritableSettings, printers: Sequence[ReceiptPrinter]) -> None:
    settings.set(_SAVED, json.dumps([asdict(printer) for printer in printers]))
