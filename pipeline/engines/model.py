"""What an engine is: the plug-in point of machine translation, and the data that passes through it.

    Engine      facts of one service, and how to connect to it (one module each; see ``registry``)
    Connection  one pair of languages at one service: texts in, as many texts out
    Client      the bounded way to the service that every adapter uses (``client``)

Nothing here is trusted to have translated rightly: ``verification`` judges every reply.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from pipeline.engines.client import Client
    from pipeline.language.locale import Locale


class Secret:
    """A key, in a form that does not end up in a message: only ``reveal`` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


class Limits(Struct, frozen=True):
    """What one request to a service may hold.

    Attributes:
        texts: most texts in one request.
        characters: most characters in one request, all texts together.
        longest: most characters in one text.
        requests_per_minute: how often it may be asked; 0 is without limit.
    """

    texts: int = 1
    characters: int = 5_000
    longest: int = 5_000
    requests_per_minute: int = 0


class Marks(Struct, frozen=True):
    """How what is protected travels to a service and back (``masking``).

    Attributes:
        tags: "html" where the service reads HTML and moves tags with their words; "tokens" where it reads
            plain text, so that each tag becomes a token such as ``{1}``.
        kept: how text that must not change travels: as a token, or as an empty element that the service
            does not look into. (An element is invisible to a rule-based engine, which then joins the words
            beside it: Apertium is given tokens.)
    """

    tags: Literal["html", "tokens"] = "tokens"
    kept: Literal["token", "element"] = "token"


class EngineSettings(Struct, frozen=True):
    """What a project or a user may say of one engine (``[engines.NAME]``).

    Attributes:
        url: where the service is; empty for its own address.
        timeout: seconds that one request may take, all in all.
        attempts: how often a request is made before giving up.
        requests_per_minute, texts_per_request: instead of the engine's own limits; None to keep those.
    """

    url: str = ""
    timeout: int = 30
    attempts: int = 5
    requests_per_minute: int | None = None
    texts_per_request: int | None = None


class Timing(Struct, frozen=True):
    """The clock that engines are handed: ``now`` in seconds that only grow, ``sleep`` in seconds."""

    now: Callable[[], float]
    sleep: Callable[[float], object]


class Connection(Protocol):
    """One pair of languages at one service."""

    @property
    def version(self) -> str:
        """What the service says of its version, such as "1.6.2", or an empty string."""
        ...

    def translate(self, texts: Sequence[str]) -> Sequence[str | None]:
        """One reply for each text, in order; None where the service gave none for it.

        Raises:
            EngineError: the service cannot be used, or its answer is not what it should be.
        """
        ...


class Engine(Protocol):
    """One service of machine translation."""

    @property
    def id(self) -> str:
        """Its name on the command line."""
        ...

    @property
    def title(self) -> str:
        """Its name for people."""
        ...

    def address(self, key: Secret | None) -> str:
        """Where the service is; empty where each user has a server of their own, which must be named."""
        ...

    @property
    def key(self) -> Literal["none", "optional", "required"]:
        """Whether a key of the user's is needed."""
        ...

    @property
    def limits(self) -> Limits: ...

    @property
    def marks(self) -> Marks: ...

    def connect(self, client: Client, source: Locale, target: Locale) -> Connection:
        """Learn whether the service knows the two languages; no text to translate is sent yet.

        Raises:
            EngineError: it does not, or it cannot be reached.
        """
        ...
