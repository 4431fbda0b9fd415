"""The kinds of SSH keys that may sign, and how each one's signature is checked.

Formats: RFC 4253 6.6 and RFC 8332 (RSA), RFC 5656 3.1 (ECDSA), RFC 8709 (Ed25519), and OpenSSH's
PROTOCOL.u2f for the keys that live in a security key (names that begin with "sk-").
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from pipeline.errors import RecordError
from pipeline.signoff.wire import Wire

SMALLEST_RSA = 2048
"""Bits; NIST SP 800-131A Rev. 2, table 2."""

LARGEST_RSA = 16384
"""Bits; OpenSSH's own limit. Keeps a stranger's key from costing minutes."""


class Verifier(Protocol):
    """A public key's check: raises RecordError, or cryptography's InvalidSignature, where it fails."""

    def __call__(self, algorithm: str, signature: Wire, message: bytes) -> None: ...


class PublicKey(Struct, frozen=True):
    """A public key: its algorithm, and its bytes as SSH writes them (two keys are one if these are equal)."""

    algorithm: str
    blob: bytes

    @property
    def line(self) -> str:
        """OpenSSH's one-line form without a comment."""
        return f"{self.algorithm} {base64.b64encode(self.blob).decode('ascii')}"

    def verify(self, signature: bytes, message: bytes) -> None:
        """Check an SSH signature blob over ``message``.

        Raises:
            RecordError: it is not by this key, or of a form that is not accepted.
        """
        from cryptography.exceptions import InvalidSignature

        wire = Wire(signature)
        algorithm = wire.string().decode("ascii", "replace")
        try:
            _load(self)(algorithm, wire, message)
        except InvalidSignature:
            raise RecordError("the signature is not over this text", "restore the record") from None


def parse_public_key(line: str) -> PublicKey:
    """Read a public key in OpenSSH's one-line form ("ssh-ed25519 AAAA… comment").

    Raises:
        RecordError: a private key, a certificate, a kind that is not accepted (DSA, RSA under 2048 bits), or
            no key at all. The text itself is never repeated in the message.
    """
    if "PRIVATE KEY" in line:
        raise RecordError(
            "this is a private key, which nobody else may ever see",
            "put the line of its .pub file here; as the private key was shown, make a new pair",
        )
    parts = line.split(maxsplit=2)
    if len(line) > 16_384 or "\n" in line.strip() or len(parts) < 2:
        raise RecordError(
            "this is not a public key", 'copy the one line of the .pub file ("ssh-ed25519 AAAA…")'
        )
    name, encoded = parts[0], parts[1]
    if "-cert-v01@" in name:
        raise RecordError("SSH certificates are not accepted", "use the plain public key")
    if name not in _KINDS:
        raise RecordError("this kind of key is not accepted", f"use one of {', '.join(_KINDS)}")
    try:
        blob = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise _damaged() from None
    key = key_of_blob(blob)
    if key.algorithm != name or base64.b64encode(blob).decode("ascii") != encoded:
        raise _damaged()
    return key


def key_of_blob(blob: bytes) -> PublicKey:
    """Read a public key from its bytes.

    Raises:
        RecordError: as for ``parse_public_key``.
    """
    name = Wire(blob).string().decode("ascii", "replace")
    if name not in _KINDS:
        raise RecordError("this kind of key is not accepted", f"use one of {', '.join(_KINDS)}")
    key = PublicKey(name, blob)
    _load(key)
    return key


def _damaged() -> RecordError:
    return RecordError("the public key is damaged", "copy the whole line of the .pub file")


def _load(key: PublicKey) -> Verifier:
    wire = Wire(key.blob)
    wire.string()
    try:
        verifier = _KINDS[key.algorithm](wire)
    except ValueError:  # cryptography: a point that is not on the curve, an exponent that cannot be
        raise _damaged() from None
    wire.end()
    return verifier


def _expect(algorithm: str, *allowed: str) -> None:
    if algorithm not in allowed:
        raise RecordError("the signature's algorithm is not accepted", "sign with a current OpenSSH")


def _ed25519(wire: Wire) -> Verifier:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(wire.string())

    def verify(algorithm: str, signature: Wire, message: bytes) -> None:
        _expect(algorithm, "ssh-ed25519")
        raw = signature.string()
        signature.end()
        key.verify(raw, message)

    return verify


def _rsa(wire: Wire) -> Verifier:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    exponent, modulus = wire.mpint(), wire.mpint()
    if not SMALLEST_RSA <= modulus.bit_length() <= LARGEST_RSA:
        raise RecordError(
            f"an RSA key of {modulus.bit_length()} bits is not accepted",
            f"use at least {SMALLEST_RSA} bits, or better an Ed25519 key",
        )
    key = rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def verify(algorithm: str, signature: Wire, message: bytes) -> None:
        _expect(algorithm, "rsa-sha2-512", "rsa-sha2-256")  # "ssh-rsa" would be SHA-1
        raw = signature.string()
        signature.end()
        digest = hashes.SHA512() if algorithm == "rsa-sha2-512" else hashes.SHA256()
        key.verify(raw, message, padding.PKCS1v15(), digest)

    return verify


def _ecdsa_check(name: str, point: bytes) -> Callable[[Wire, bytes], None]:
    """Checks (string of mpint r, mpint s) over a message on the curve of this SSH name."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    curves: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
        "nistp256": (ec.SECP256R1(), hashes.SHA256()),
        "nistp384": (ec.SECP384R1(), hashes.SHA384()),
        "nistp521": (ec.SECP521R1(), hashes.SHA512()),
    }
    curve, digest = curves[name]
    if (
        point[:1] != b"\x04"
    ):  # RFC 5656 lets compressed points out of what must be supported; OpenSSH has none
        raise _damaged()
    key = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)

    def verify(signature: Wire, message: bytes) -> None:
        pair = Wire(signature.string())
        r, s = pair.mpint(), pair.mpint()
        pair.end()
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(digest))

    return verify


def _ecdsa(name: str) -> Callable[[Wire], Verifier]:
    def load(wire: Wire) -> Verifier:
        if wire.string() != name.encode("ascii"):
            raise _damaged()
        check = _ecdsa_check(name, wire.string())

        def verify(algorithm: str, signature: Wire, message: bytes) -> None:
            _expect(algorithm, f"ecdsa-sha2-{name}")
            check(signature, message)
            signature.end()

        return verify

    return load


def _sk_blob(application: bytes, flags: int, counter: int, message: bytes) -> bytes:
    """What a security key signs (PROTOCOL.u2f, "SSH U2F signatures")."""
    head = hashlib.sha256(application).digest() + struct.pack(">BI", flags, counter)
    return head + hashlib.sha256(message).digest()


def _application(wire: Wire) -> bytes:
    application = wire.string()
    if not application.startswith(b"ssh:"):
        raise RecordError(
            "the security key's key was not made for SSH", "make one with ssh-keygen -t ed25519-sk"
        )
    return application


def _present(flags: int) -> None:
    if not flags & 0x01:
        raise RecordError("the security key was not touched for this signature", "sign again and touch it")


def _sk_ed25519(wire: Wire) -> Verifier:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key = Ed25519PublicKey.from_public_bytes(wire.string())
    application = _application(wire)

    def verify(algorithm: str, signature: Wire, message: bytes) -> None:
        _expect(algorithm, "sk-ssh-ed25519@openssh.com")
        raw, flags, counter = signature.string(), signature.byte(), signature.uint32()
        signature.end()
        _present(flags)
        key.verify(raw, _sk_blob(application, flags, counter, message))

    return verify


def _sk_ecdsa(wire: Wire) -> Verifier:
    if wire.string() != b"nistp256":
        raise _damaged()
    check = _ecdsa_check("nistp256", wire.string())
    application = _application(wire)

    def verify(algorithm: str, signature: Wire, message: bytes) -> None:
        _expect(algorithm, "sk-ecdsa-sha2-nistp256@openssh.com")
        raw, flags, counter = signature.string(), signature.byte(), signature.uint32()
        signature.end()
        _present(flags)
        check(Wire(struct.pack(">I", len(raw)) + raw), _sk_blob(application, flags, counter, message))

    return verify


_KINDS: dict[str, Callable[[Wire], Verifier]] = {
    "ssh-ed25519": _ed25519,
    "sk-ssh-ed25519@openssh.com": _sk_ed25519,
    "ecdsa-sha2-nistp256": _ecdsa("nistp256"),
    "ecdsa-sha2-nistp384": _ecdsa("nistp384"),
    "ecdsa-sha2-nistp521": _ecdsa("nistp521"),
    "sk-ecdsa-sha2-nistp256@openssh.com": _sk_ecdsa,
    "ssh-rsa": _rsa,
}
