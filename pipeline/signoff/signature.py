"""Verifying an SSH signature over a statement, in this process and without a network.

The format is OpenSSH's PROTOCOL.sshsig. The package ``sshsig`` takes the envelope apart and puts the signed
data together; what it lets pass (loose armour, bytes after the end, weak hashes) is refused here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from pipeline.errors import RecordError
from pipeline.signoff.key_types import PublicKey, key_of_blob, parse_public_key
from pipeline.signoff.model import NAMESPACE, Key

if TYPE_CHECKING:
    from sshsig.sshsig import SshsigSignature

_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"
_MAX_SIGNATURE = 16_384  # characters; one by an RSA key of 16,384 bits is under 6,000
_WIDTH = 70  # columns in which OpenSSH writes the base64
_SIGN_AGAIN = "the record must be signed again by its reviewer, or restored from version control"


def verify_signature(text: str, signature: str, *keys: Key) -> Key:
    """Check that one of these keys signed exactly this text for Polyleaf, and return that key.

    The days on which a key is valid are not looked at: see ``signoff.acceptance``.

    Raises:
        RecordError: no signature in OpenSSH's own form, another namespace or hash than SHA-256 and SHA-512,
            a kind of key that is not accepted, another text, or a key that is not among ``keys``.
    """
    envelope = _open(signature)
    if envelope.namespace != NAMESPACE.encode("ascii"):
        raise RecordError("the signature was made for another purpose", _SIGN_AGAIN)
    signer = key_of_blob(envelope.public_key)
    signer.verify(envelope.signature, _signed_data(text, envelope.hash_algo))
    for key in keys:
        if parse_public_key(key.public).blob == signer.blob:
            return key
    raise RecordError(
        f"it is signed with a key that is not its reviewer's ({fingerprint(signer)})",
        "add the key to reviewers.toml if it is theirs; otherwise remove the record",
    )


def fingerprint(key: PublicKey) -> str:
    """The name by which ssh-keygen and ssh-add show a key: "SHA256:…"."""
    digest = hashlib.sha256(key.blob).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")


def signing_key(signature: str) -> PublicKey:
    """The public key that a signature says it is by.

    Raises:
        RecordError: not a signature.
    """
    return key_of_blob(_open(signature).public_key)


def _open(signature: str) -> SshsigSignature:
    from sshsig.sshsig import SshsigSignature

    blob = _dearmour(signature)
    try:
        envelope = SshsigSignature(blob)
    except (ValueError, NotImplementedError):
        raise RecordError("the signature is damaged", _SIGN_AGAIN) from None
    if bytes(envelope) != blob:  # something in the reserved field, after the end, or cut short
        raise RecordError("the signature is damaged", _SIGN_AGAIN)
    return envelope


def _dearmour(signature: str) -> bytes:
    lines = signature[: _MAX_SIGNATURE + 1].split("\n")
    if len(signature) <= _MAX_SIGNATURE and lines[0] == _BEGIN and lines[-2:] == [_END, ""]:
        body = "".join(lines[1:-2])
        try:
            blob = base64.b64decode(body.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError):
            blob = b""
        if blob and armour(blob) == signature:
            return blob
    raise RecordError("the signature is not in the form that ssh-keygen writes", _SIGN_AGAIN)


def armour(blob: bytes) -> str:
    """The text of a signature, exactly as ssh-keygen writes it."""
    encoded = base64.b64encode(blob).decode("ascii")
    body = [encoded[at : at + _WIDTH] for at in range(0, len(encoded), _WIDTH)]
    return "\n".join([_BEGIN, *body, _END, ""])


def _signed_data(text: str, hash_name: bytes) -> bytes:
    from sshsig.sshsig import SshsigWrapper

    hashes = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
    if hash_name not in hashes:
        raise RecordError("the signature uses a hash that is not accepted", "sign with a current OpenSSH")
    try:
        digest = hashes[hash_name](text.encode("utf-8")).digest()
    except UnicodeEncodeError:
        raise RecordError("the statement holds half a character (a lone surrogate)", _SIGN_AGAIN) from None
    return SshsigWrapper(namespace=NAMESPACE.encode("ascii"), hash_algo=hash_name, hash=digest).to_bytes()
