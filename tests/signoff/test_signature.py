from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sshsig import PublicKey as PeerKey
from sshsig import verify as peer_verify

from pipeline.errors import RecordError
from pipeline.signoff.key_types import key_of_blob, parse_public_key
from pipeline.signoff.model import Key
from pipeline.signoff.signature import armour, fingerprint, signing_key, verify_signature
from pipeline.signoff.wire import Wire, string
from signoff.support import (
    KEYS,
    STRANGER,
    SoftKey,
    mpint,
    sk_data,
    sk_tail,
    soft_ecdsa,
    soft_ed25519,
    soft_rsa,
    soft_sk_ecdsa,
    soft_sk_ed25519,
)

TEXT = 'Dé leche.\n"{}"\n'
MAKERS: dict[str, Callable[[], SoftKey]] = {
    "ed25519": lambda: soft_ed25519(1),
    "ed25519-sk": lambda: soft_sk_ed25519(1),
    "ecdsa-256": lambda: soft_ecdsa(256),
    "ecdsa-384": lambda: soft_ecdsa(384),
    "ecdsa-521": lambda: soft_ecdsa(521),
    "ecdsa-sk": soft_sk_ecdsa,
    "rsa-2048": lambda: soft_rsa(2048),
    "rsa-2048-sha256": lambda: soft_rsa(2048, algorithm=b"rsa-sha2-256"),
}
every_kind = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


@every_kind
def test_every_kind_of_key_signs(make: Callable[[], SoftKey]) -> None:
    pair = make()
    key = Key(pair.line)
    for hash_name in ("sha256", "sha512"):
        assert verify_signature(TEXT, pair.sign(TEXT, hash_name=hash_name), Key(STRANGER.line), key) is key


@every_kind
def test_a_signature_is_over_one_text_by_one_key(make: Callable[[], SoftKey]) -> None:
    pair = make()
    signature = pair.sign(TEXT)
    with pytest.raises(RecordError, match="not over this text"):
        verify_signature(TEXT + " ", signature, Key(pair.line))
    with pytest.raises(RecordError, match="not its reviewer's"):
        verify_signature(TEXT, signature, Key(STRANGER.line))
    with pytest.raises(RecordError, match="not its reviewer's"):
        verify_signature(TEXT, signature)


@every_kind
def test_a_signature_for_another_purpose_is_refused(make: Callable[[], SoftKey]) -> None:
    pair = make()
    with pytest.raises(RecordError, match="another purpose"):
        verify_signature(TEXT, pair.sign(TEXT, namespace="git"), Key(pair.line))


def test_a_signature_relabelled_to_our_namespace_is_refused() -> None:
    git = signing_blob(KEYS["a"].sign(TEXT, namespace="git"))
    with pytest.raises(RecordError, match="not over this text"):
        verify_signature(TEXT, KEYS["a"].envelope(git), Key(KEYS["a"].line))


def signing_blob(signature: str) -> bytes:
    wire = Wire(base64.b64decode("".join(signature.splitlines()[1:-1])))
    wire.take(10)
    return [wire.string() for _ in range(5)][4]


@given(st.integers(0, 10_000), st.characters(codec="utf-8"))
def test_any_changed_character_of_a_signature_is_refused(at: int, character: str) -> None:
    signature = KEYS["a"].sign(TEXT)
    at %= len(signature)
    broken = signature[:at] + character + signature[at + 1 :]
    if broken != signature:
        with pytest.raises(RecordError):
            verify_signature(TEXT, broken, Key(KEYS["a"].line))


@pytest.mark.parametrize("name", ["ed25519", "ed25519-sk", "ecdsa-256", "ecdsa-sk", "rsa-2048"])
def test_any_changed_byte_of_a_signature_is_refused(name: str) -> None:
    pair = MAKERS[name]()
    blob = base64.b64decode("".join(pair.sign(TEXT).splitlines()[1:-1]))
    for at in range(len(blob)):
        broken = blob[:at] + bytes([blob[at] ^ 0x04]) + blob[at + 1 :]
        with pytest.raises(RecordError):
            verify_signature(TEXT, armour(broken), Key(pair.line))
    for broken in (blob[:-1], blob + b"\0", b"", blob[:20]):
        with pytest.raises(RecordError):
            verify_signature(TEXT, armour(broken), Key(pair.line))


@pytest.mark.parametrize(
    "mangle",
    [
        lambda s: "x" + s,
        lambda s: "note\n" + s,
        lambda s: s + "\n",
        lambda s: s.rstrip("\n"),
        lambda s: s.replace("\n", "\r\n"),
        lambda s: s.replace("\n", "\u2028"),
        lambda s: s + s,
        lambda s: s.replace("SSH SIGNATURE", "PGP SIGNATURE"),
        lambda s: s[:40] + "\n" + s[40:],
        lambda s: s[:40] + " " + s[40:],
        lambda s: s * 200,
        lambda _: "",
        lambda _: "\ud800",
    ],
)
def test_loose_armour_is_refused(mangle: Callable[[str], str]) -> None:
    with pytest.raises(RecordError, match="form that ssh-keygen writes"):
        verify_signature(TEXT, mangle(KEYS["a"].sign(TEXT)), Key(KEYS["a"].line))


@pytest.mark.parametrize("hash_name", ["sha1", "md5", "sha384", "shake_128"])
def test_other_hashes_are_refused(hash_name: str) -> None:
    envelope = KEYS["a"].envelope(KEYS["a"].blob_over(b""), hash_name=hash_name)
    with pytest.raises(RecordError, match="hash that is not accepted"):
        verify_signature(TEXT, envelope, Key(KEYS["a"].line))


def test_a_security_key_must_have_been_touched() -> None:
    for pair in (soft_sk_ed25519(2, flags=0), soft_sk_ed25519(2, flags=4), soft_sk_ecdsa(flags=0)):
        with pytest.raises(RecordError, match="not touched"):
            verify_signature(TEXT, pair.sign(TEXT), Key(pair.line))


def test_a_security_keys_flags_and_counter_are_signed() -> None:
    quiet, touched = soft_sk_ed25519(2, flags=0), soft_sk_ed25519(2, flags=1)
    blob = signing_blob(quiet.sign(TEXT))
    for tail in (sk_tail(1, 7), sk_tail(1, 8), sk_tail(5, 7)):
        with pytest.raises(RecordError, match="not over this text"):
            verify_signature(TEXT, quiet.envelope(blob[:-5] + tail), Key(touched.line))
    assert len(sk_data(b"ssh:", 1, 7, b"")) == 69


def test_a_security_keys_key_made_for_a_web_site_is_refused() -> None:
    pair = soft_sk_ed25519(3, application=b"https://example.org")
    with pytest.raises(RecordError, match="not made for SSH"):
        verify_signature(TEXT, pair.sign(TEXT), Key(pair.line))


def test_sha1_signatures_and_short_rsa_keys_are_refused() -> None:
    old = soft_rsa(2048, algorithm=b"ssh-rsa")
    with pytest.raises(RecordError, match="algorithm is not accepted"):
        verify_signature(TEXT, old.sign(TEXT), Key(old.line))
    short = soft_rsa(1024)
    with pytest.raises(RecordError, match="1024 bits"):
        verify_signature(TEXT, short.sign(TEXT), Key(short.line))
    with pytest.raises(RecordError, match="1024 bits"):
        parse_public_key(short.line)
    with pytest.raises(RecordError, match="bits is not accepted"):
        key_of_blob(string(b"ssh-rsa") + mpint(3) + mpint(1 << 20_000))


def test_one_algorithm_does_not_pass_for_another() -> None:
    plain, sk = soft_ed25519(1), soft_sk_ed25519(1)
    with pytest.raises(RecordError, match="algorithm is not accepted"):
        verify_signature(TEXT, plain.envelope(sk.blob_over(b"")), Key(plain.line))
    with pytest.raises(RecordError, match="algorithm is not accepted"):
        verify_signature(TEXT, sk.envelope(plain.blob_over(b"")), Key(sk.line))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "not a public key"),
        ("ssh-ed25519", "not a public key"),
        ("ssh-dss AAAAB3NzaC1kc3MAAACBAP", "kind of key is not accepted"),
        ("ssh-ed448 AAAA", "kind of key is not accepted"),
        ('from="*" ssh-ed25519 AAAA', "kind of key is not accepted"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "certificates"),
        ("ssh-ed25519 AAAA", "cut short"),
        ("ssh-ed25519 !!!!", "damaged"),
        ("ssh-ed25519 é", "damaged"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", "private key"),
        (KEYS["a"].line + "\n" + KEYS["b"].line, "not a public key"),
        (KEYS["a"].line.replace("ssh-ed25519", "ssh-rsa"), "damaged"),
        (KEYS["a"].line[:-4], "cut short"),
        (KEYS["a"].line + "AAAA", "after its end"),
        (soft_ecdsa(256).line.replace("nistp256 ", "nistp384 "), "damaged"),
        ("ssh-ed25519 " + "A" * 20_000, "not a public key"),
    ],
)
def test_what_is_no_public_key_is_refused_without_repeating_it(line: str, says: str) -> None:
    with pytest.raises(RecordError, match=says) as caught:
        parse_public_key(line)
    assert "AAAA" not in str(caught.value).replace("AAAA…", "") and "b3Bl" not in str(caught.value)


def test_a_point_off_the_curve_is_refused() -> None:
    blob = string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + string(b"\x04" + b"\x01" * 64)
    with pytest.raises(RecordError, match="damaged"):
        key_of_blob(blob)


@given(st.binary(max_size=120))
def test_no_bytes_of_a_key_end_in_another_error(data: bytes) -> None:
    for blob in (
        data,
        string(b"ssh-rsa") + data,
        string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + data,
    ):
        with pytest.raises(RecordError):
            key_of_blob(blob)


def test_a_comment_after_a_key_is_no_part_of_it() -> None:
    assert parse_public_key(KEYS["a"].line + "  me at home \n").line == KEYS["a"].line


def test_sshsig_agrees_on_what_it_knows() -> None:
    for pair in (soft_ed25519(1), soft_rsa(2048)):
        allowed = [PeerKey.from_openssh_str(pair.line)]
        assert peer_verify(TEXT, pair.sign(TEXT), allowed, "polyleaf-signoff") == allowed[0]
        assert allowed[0].sha256_str() == fingerprint(pair.key)
        assert signing_key(pair.sign(TEXT)) == pair.key


@pytest.mark.slow
@every_kind
def test_ssh_keygen_accepts_the_same_signatures(
    make: Callable[[], SoftKey], tmp_path: Path, need: Callable[..., str]
) -> None:
    import subprocess

    pair = make()
    (tmp_path / "allowed").write_text(f"me {pair.line}\n")
    (tmp_path / "sig").write_text(pair.sign(TEXT))
    command = [
        need("ssh-keygen"),
        "-Y",
        "verify",
        "-f",
        "allowed",
        "-I",
        "me",
        "-n",
        "polyleaf-signoff",
        "-s",
        "sig",
    ]
    good = subprocess.run(command, cwd=tmp_path, input=TEXT.encode(), capture_output=True)
    bad = subprocess.run(command, cwd=tmp_path, input=TEXT.encode() + b".", capture_output=True)
    assert (good.returncode, bad.returncode != 0) == (0, True), good.stderr
