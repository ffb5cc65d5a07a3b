"""TLS, tested against the system's server where one is installed: that of the package index has no TLS."""

import os
import pwd
import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.venue import setup
from db import StorageError, open_database, server
from db.server import Role
from tests.support.servers import memory_folder

PORT = "54329"
BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))[-1:]), None)
pytestmark = pytest.mark.skipif(
    BIN is None or not shutil.which("openssl"),
    reason="wants a PostgreSQL of the system (apt install postgresql) and openssl",
)
HERE = "127.0.0.1"
RULES = """local all postgres trust
hostssl mosalla mosalla_owner,mosalla_desk 127.0.0.1/32 scram-sha-256
"""


def run(*words):
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to be root
    subprocess.run(
        [str(word) for word in words],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def certificate(folder, name):
    """Make a certificate as docs/venue-server.md describes."""
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-sha256",
        "-subj",
        f"/CN={name}",
        "-addext",
        f"subjectAltName=DNS:{name},IP:{HERE}",
        "-addext",
        "basicConstraints=critical,CA:TRUE",
        "-keyout",
        folder / f"{name}.key",
        "-out",
        folder / f"{name}.crt",
    )


@pytest.fixture(scope="module")
def certificates():
    """The folder with the certificates of a running server, set up as docs/venue-server.md describes."""
    with TemporaryDirectory(prefix="mosalla-tls-", dir=memory_folder(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        data = folder / "data"
        run(BIN / "initdb", "-U", "postgres", "-A", "trust", "-N", "-E", "LATIN1", "--locale=C", data)
        for each in ("venue-db1", "other"):
            certificate(folder, each)
        (data / "pg_hba.conf").write_text(RULES, "utf-8")
        run(
            BIN / "pg_ctl",
            "-w",
            "-D",
            data,
            "-o",
            f"-p {PORT} -k {folder} -F -c listen_addresses={HERE} -c ssl=on -c ssl_min_protocol_version=TLSv1.2"
            f" -c ssl_cert_file={folder}/venue-db1.crt -c ssl_key_file={folder}/venue-db1.key",
            "start",
        )
        yield folder
        run(BIN / "pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def said(certificates, tmp_path_factory):
    admin = server.address(host=str(certificates), port=PORT, user="postgres", dbname="postgres")
    return list(
        setup.set_up(
            admin, "mosalla", Role("mosalla_owner", "o"), Role("mosalla_desk", "d"), tmp_path_factory.mktemp("before")
        )
    )


@pytest.fixture
def at(certificates, said):
    """at(…) is a desk's address with TLS and the server's certificate verified, with changes."""

    def make(**changed):
        return server.address(
            **{
                "host": HERE,
                "port": PORT,
                "user": "mosalla_desk",
                "password": "d",
                "dbname": "mosalla",
                "sslmode": "verify-full",
                "sslrootcert": str(certificates / "venue-db1.crt"),
            }
            | changed
        )

    return make


def test_desk_that_knows_the_certificate_works_encrypted(at, said):
    assert not set(setup.NO_TLS) & set(said)
    assert server.look(at()).encrypted
    assert server.look(at(sslmode="require", sslrootcert="")).encrypted
    with closing(open_database(at())) as db, db.write("office"):
        assert db.rows("SELECT topic FROM revision")


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"sslrootcert": "other.crt"}, "با فایل گواهی این رایانه مطابقت ندارد"),
        ({"sslrootcert": "venue-db1.key"}, "فایل گواهی خوانده نشد"),
        ({"sslrootcert": "nowhere.crt"}, "روی این رایانه نیست"),
        ({"host": "localhost", "hostaddr": HERE}, "برای نام دیگری است"),
        ({"sslmode": "disable"}, "رمزنگاری را بررسی کنید"),
        ({"password": "x"}, "گذرواژهٔ سرور درست نیست"),
    ],
)
def test_fault_of_the_certificate_is_named(at, certificates, changed, sentence):
    if "sslrootcert" in changed:
        changed = {"sslrootcert": str(certificates / changed["sslrootcert"])}
    with pytest.raises(StorageError) as caught:
        server.look(at(**changed))
    assert sentence in caught.value.sentence
