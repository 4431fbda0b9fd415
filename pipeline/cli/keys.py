"""Keys of the user's, from the environment or the system's keyring; never from an argument or a file."""

from __future__ import annotations

import os

from pipeline.engines.model import Secret
from pipeline.errors import UsageError

MAX_KEY = 500


def find_key(engine: str) -> Secret | None:
    """The key for ``engine``: POLYLEAF_<ENGINE>_KEY, else the keyring's of service "polyleaf", or None.

    Raises:
        UsageError: it holds characters that no key has; the key itself is not shown.
    """
    name = f"POLYLEAF_{engine.upper()}_KEY"
    value, where = os.environ.get(name, ""), name
    if not value:
        value, where = _from_keyring(engine), "the key in the keyring"
    if not value:
        return None
    value = value.strip()
    if not value.isascii() or not value.isprintable() or " " in value or len(value) > MAX_KEY:
        raise UsageError(f"{where} is not a key", "copy it again, without spaces or line ends")
    return Secret(value)


def _from_keyring(engine: str) -> str:
    """What the keyring holds; nothing where there is none, or where it is locked."""
    try:
        import keyring
    except ImportError:  # optional: people install it who want it
        return ""
    try:
        return keyring.get_password("polyleaf", engine) or ""
    except Exception:  # backends raise what they like, and a message of theirs could hold the key
        return ""
