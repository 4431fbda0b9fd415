"""The numbers by which texts are found in the database: a number is compared quicker than a text."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from zlib import crc32

from pipeline.memory.model import Languages, Pair


def source_key(languages_id: int, text: str) -> int:
    """64 bits of BLAKE2b, as a signed number."""
    data = b"%d\0" % languages_id + text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)


def source_keys(batch: Sequence[tuple[Languages, Pair]], ids: Mapping[Languages, int]) -> tuple[int, ...]:
    """What ``source_key`` gives for each source of many, in less time."""
    begun = {langs: blake2b(b"%d\0" % id, digest_size=8) for langs, id in ids.items()}
    digests = []
    for langs, pair in batch:
        digest = begun[langs].copy()
        digest.update(pair.source.encode("utf-8", "surrogatepass"))
        digests.append(digest.digest())
    return struct.unpack(f"<{len(digests)}q", b"".join(digests))


def pair_digest(target: str, context: str | None, domain: str) -> int:
    """Tells the few pairs of one source and origin apart; 63 bits, and quick."""
    digest = crc32(target.encode("utf-8", "surrogatepass")) << 31
    if context is None and not domain:
        return digest
    place = domain if context is None else f"{domain}\0{context}"
    return digest ^ crc32(place.encode("utf-8", "surrogatepass"))
