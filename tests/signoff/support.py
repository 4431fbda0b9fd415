"""Keys made in software, and short ways to units, statements and records."""

from __future__ import annotations

import datetime
import hashlib
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pipeline.catalogs.model import Unit
from pipeline.signoff.evaluation import review_catalog
from pipeline.signoff.key_types import PublicKey
from pipeline.signoff.model import CatalogReview, Decision, Key, Policy, Record, Reviewer
from pipeline.signoff.record import format_record, parse_record
from pipeline.signoff.signature import armour
from pipeline.signoff.statement import format_statement, make_statement
from pipeline.signoff.wire import string

DOMAIN, LOCALE = "leaflet", "es"
NOON = datetime.datetime(2026, 3, 1, 12, 0, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 6, 1)


def mpint(value: int) -> bytes:
    return string(value.to_bytes(value.bit_length() // 8 + 1, "big") if value else b"")


@dataclass(frozen=True)
class SoftKey:
    """A key pair: its public line, and a function from the bytes to sign to an SSH signature blob."""

    key: PublicKey
    blob_over: Callable[[bytes], bytes]

    @property
    def line(self) -> str:
        return self.key.line

    def sign(self, text: str, *, namespace: str = "polyleaf-signoff", hash_name: str = "sha512") -> str:
        digest = hashlib.new(hash_name, text.encode()).digest()
        inner = b"SSHSIG" + b"".join(map(string, [namespace.encode(), b"", hash_name.encode(), digest]))
        return self.envelope(self.blob_over(inner), namespace=namespace, hash_name=hash_name)

    def envelope(self, blob: bytes, *, namespace: str = "polyleaf-signoff", hash_name: str = "sha512") -> str:
        parts = [self.key.blob, namespace.encode(), b"", hash_name.encode(), blob]
        return armour(b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(string, parts)))


def soft_ed25519(seed: int) -> SoftKey:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"%d" % seed).digest())
    name = b"ssh-ed25519"
    blob = string(name) + string(private.public_key().public_bytes_raw())
    return SoftKey(PublicKey(name.decode(), blob), lambda data: string(name) + string(private.sign(data)))


def sk_tail(flags: int, counter: int) -> bytes:
    return struct.pack(">BI", flags, counter)


def sk_data(application: bytes, flags: int, counter: int, data: bytes) -> bytes:
    return hashlib.sha256(application).digest() + sk_tail(flags, counter) + hashlib.sha256(data).digest()


def soft_sk_ed25519(seed: int, *, application: bytes = b"ssh:", flags: int = 1, counter: int = 7) -> SoftKey:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"sk%d" % seed).digest())
    name = b"sk-ssh-ed25519@openssh.com"
    blob = string(name) + string(private.public_key().public_bytes_raw()) + string(application)

    def sign(data: bytes) -> bytes:
        raw = private.sign(sk_data(application, flags, counter, data))
        return string(name) + string(raw) + sk_tail(flags, counter)

    return SoftKey(PublicKey(name.decode(), blob), sign)


def _dss(private: ec.EllipticCurvePrivateKey, data: bytes, digest: Any) -> bytes:
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(digest)))
    return string(mpint(r) + mpint(s))


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    numbers, size = private.public_key().public_numbers(), (private.key_size + 7) // 8
    return b"\x04" + numbers.x.to_bytes(size, "big") + numbers.y.to_bytes(size, "big")


def soft_ecdsa(bits: int) -> SoftKey:
    curve = {256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}[bits]
    digest = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[bits]
    private = ec.generate_private_key(curve)
    name = b"ecdsa-sha2-nistp%d" % bits
    blob = string(name) + string(b"nistp%d" % bits) + string(_point(private))
    return SoftKey(PublicKey(name.decode(), blob), lambda data: string(name) + _dss(private, data, digest))


def soft_sk_ecdsa(*, flags: int = 1, counter: int = 9) -> SoftKey:
    private = ec.generate_private_key(ec.SECP256R1())
    name, application = b"sk-ecdsa-sha2-nistp256@openssh.com", b"ssh:"
    blob = string(name) + string(b"nistp256") + string(_point(private)) + string(application)

    def sign(data: bytes) -> bytes:
        signed = sk_data(application, flags, counter, data)
        return string(name) + _dss(private, signed, hashes.SHA256()) + sk_tail(flags, counter)

    return SoftKey(PublicKey(name.decode(), blob), sign)


def soft_rsa(bits: int, *, algorithm: bytes = b"rsa-sha2-512") -> SoftKey:
    private = rsa.generate_private_key(65537, bits)
    numbers = private.public_key().public_numbers()
    digest = {b"rsa-sha2-512": hashes.SHA512(), b"rsa-sha2-256": hashes.SHA256(), b"ssh-rsa": hashes.SHA1()}
    blob = string(b"ssh-rsa") + mpint(numbers.e) + mpint(numbers.n)

    def sign(data: bytes) -> bytes:
        return string(algorithm) + string(private.sign(data, padding.PKCS1v15(), digest[algorithm]))

    return SoftKey(PublicKey("ssh-rsa", blob), sign)


KEYS = {name: soft_ed25519(number) for number, name in enumerate("abcd")}
STRANGER = soft_ed25519(99)


def reviewer(letter: str, *roles: str, locales: tuple[str, ...] = ("*",), **key: Any) -> Reviewer:
    """Reviewer "reviewer-a" and so on, with the key of that letter."""
    return Reviewer(
        f"reviewer-{letter}",
        f"Reviewer {letter.upper()}",
        f"{letter}@example.org",
        roles,
        locales,
        (Key(KEYS[letter].line, **key),),
    )


LINGUIST, CLINICIAN = reviewer("a", "linguistic"), reviewer("b", "clinical")
BOTH = reviewer("c", "linguistic", "clinical")
SPARE = reviewer("d", "linguistic", "clinical")
EVERYBODY = (LINGUIST, CLINICIAN, BOTH, SPARE)

UNITS = (
    Unit("Give milk.", ("Dé leche.",), line=10),
    Unit("Do not give aspirin.", ("No dé aspirina.",), line=14),
    Unit("Call us.", ("Llámenos.",), context="phone", line=18),
)
ORDER = tuple(unit.key for unit in UNITS)


def statement_text(
    who: Reviewer | str,
    role: str,
    decision: Decision = Decision.APPROVE,
    *,
    units: Sequence[Unit] = UNITS,
    order: Sequence[tuple[str | None, str]] = ORDER,
    after: float = 0,
    comment: str = "because",
    parents: Sequence[Record] = (),
    domain: str = DOMAIN,
    locale: str = LOCALE,
    checks: Sequence[str] = (),
) -> str:
    """The text of a statement, ``after`` so many hours past noon of 2026-03-01."""
    return format_statement(
        make_statement(
            domain=domain,
            locale=locale,
            role=role,
            reviewer=who if isinstance(who, str) else who.id,
            decision=decision,
            time=NOON + datetime.timedelta(hours=after),
            units=units,
            order=order,
            comment=comment,
            parents=[parent.name for parent in parents],
            checks=checks,
        )
    )


def record_of(text: str, signature: str | None, path: str = "") -> Record:
    return parse_record(format_record(text, signature), path=path)


def record(who: Reviewer, role: str, decision: Decision = Decision.APPROVE, **more: Any) -> Record:
    """A record signed with the key of its reviewer."""
    key = more.pop("key", None) or KEYS[who.id[-1]]
    text = statement_text(who, role, decision, **more)
    return record_of(text, key.sign(text))


def review(*records: Record, **more: Any) -> CatalogReview:
    """The standing of UNITS on 2026-06-01 under the default policy, unless told otherwise."""
    settings: dict[str, Any] = {
        "domain": DOMAIN,
        "locale": LOCALE,
        "reviewers": EVERYBODY,
        "policy": Policy(),
        "last_translator": None,
        "today": TODAY,
    }
    units = more.pop("units", UNITS)
    order = more.pop("order", tuple(unit.key for unit in units))
    return review_catalog(units, order, records, **(settings | more))
