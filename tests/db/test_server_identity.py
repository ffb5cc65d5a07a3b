"""A desk shows its password to no server that asks for it in clear, as an impostor of the venue's server would."""

import shutil
import socket
import ssl
import struct
import subprocess
import threading

import pytest

from db import StorageError, open_database, server

PASSWORD = "رازِ-میز"
CLEARTEXT, MD5 = 3, 5


class Impostor:
    """A listener in the server's place that asks for a password by the method `asks`, and keeps all it hears."""

    def __init__(self, asks, certificate=None):
        self.heard = b""
        self._asks, self._certificate = asks, certificate
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def close(self):
        self._door.close()

    def _answer(self):
        while True:
            try:
                desk, _ = self._door.accept()
            except OSError:
                return
            with desk:
                self._ask(desk)

    def _ask(self, desk):
        if self._certificate:
            desk.recv(8)  # the request for TLS
            desk.sendall(b"S")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate)
            context.set_alpn_protocols(["postgresql"])
            desk = context.wrap_socket(desk, server_side=True)
        desk.recv(4096)  # the start-up message: user and database
        salt = b"salt" if self._asks == MD5 else b""
        desk.sendall(b"R" + struct.pack(">II", 8 + len(salt), self._asks) + salt)
        while part := desk.recv(4096):
            self.heard += part


@pytest.fixture
def impostor(request, tmp_path):
    asks, is_encrypted = request.param
    file = tmp_path / "impostor.pem" if is_encrypted else None
    if file:
        if not shutil.which("openssl"):
            pytest.skip("wants openssl, for a certificate")
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=db",
                "-keyout",
                file,
                "-out",
                tmp_path / "crt.pem",
            ],
            check=True,
            capture_output=True,
        )
        file.write_text(file.read_text() + (tmp_path / "crt.pem").read_text())
    made = Impostor(asks, file)
    made.address = server.address(
        host="127.0.0.1",
        port=str(made.port),
        user="mosalla_desk",
        dbname="mosalla",
        password=PASSWORD,
        sslmode="require" if is_encrypted else "disable",
    )
    yield made
    made.close()


@pytest.mark.parametrize("impostor", [(CLEARTEXT, False), (CLEARTEXT, True), (MD5, False)], indirect=True)
@pytest.mark.parametrize("enter", [open_database, server.look])
def test_password_is_shown_to_no_server_that_asks_for_it_in_clear(impostor, enter):
    with pytest.raises(StorageError) as caught:
        enter(impostor.address)
    assert "گذرواژه به آن داده نشد" in caught.value.sentence
    assert impostor.heard == b""
