"""Keyrings for the tests: never the one of the machine they run on."""

from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoRing
from keyring.errors import KeyringLocked

__all__ = ["NoRing", "Ring"]


class Ring(KeyringBackend):
    """A PC's keyring: in memory, and not this machine's."""

    priority = 5

    def __init__(self):
        super().__init__()
        self.kept, self.is_locked = {}, False

    def get_password(self, service, username):
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.is_locked:
            raise KeyringLocked
        self.kept[service, username] = password
