"""https: certificates are checked, and the deadline holds there too."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.engines.address import parse_address
from pipeline.engines.transport import HttpTransport, Request, Unreachable
from pipeline.errors import EngineError
from tests.engines import fake as faults
from tests.engines.fake import Fake

ASK = Request("POST", "/translate", {"Content-Type": "application/json"}, b'{"q": ["Take one."]}')


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "test.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + pem)
    return path


@pytest.fixture
def secure(service: Fake, certificate: Path) -> Iterator[Fake]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    service.socket = context.wrap_socket(service.socket, server_side=True, do_handshake_on_connect=False)
    yield service


@pytest.fixture
def way(secure: Fake) -> Iterator[HttpTransport]:
    one = HttpTransport(parse_address(secure.url.replace("http:", "https:")), timeout=1)
    yield one
    one.close()


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.usefixtures("trusted")
def test_a_server_with_a_certificate_that_is_trusted_is_spoken_to(way: HttpTransport) -> None:
    assert [way.send(ASK).status for _ in range(2)] == [200, 200]


def test_a_server_with_a_certificate_of_its_own_is_not(way: HttpTransport, secure: Fake) -> None:
    with pytest.raises(EngineError, match="no certificate that this machine trusts"):
        way.send(ASK)
    assert secure.asked == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_not_trusted(secure: Fake) -> None:
    one = HttpTransport(parse_address(f"https://localhost:{secure.server_address[1]}"), timeout=5)
    with pytest.raises(EngineError, match="localhost has no certificate"):
        one.send(ASK)
    one.close()


@pytest.mark.usefixtures("trusted")
def test_a_byte_now_and_then_does_not_hold_us_there_either(way: HttpTransport, secure: Fake) -> None:
    secure.faults = [faults.drips]
    with pytest.raises(Unreachable, match="within 1 seconds"):
        way.send(ASK)


def test_a_server_that_speaks_no_tls_is_told(service: Fake) -> None:
    one = HttpTransport(parse_address(service.url.replace("http:", "https:")), timeout=5)
    with pytest.raises(Unreachable, match="no secure connection"):
        one.send(ASK)
    one.close()


def test_a_handshake_that_never_ends_does_not_hold_us() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as plug:
        one = HttpTransport(parse_address(f"https://127.0.0.1:{plug.getsockname()[1]}"), timeout=0.5)
        with pytest.raises(Unreachable, match=r"within 0\.5 seconds"):
            one.send(ASK)
        one.close()
