"""Every error that Polyleaf raises on purpose, and the exit code each one ends in.

    PolyleafError                  exit 1   base; one line: ``path:line: what; what to do``
    ├── SettingsError              exit 1   polyleaf.toml, pyproject.toml or reviewers.toml is wrong
    ├── LocaleError                exit 1   not a BCP 47 locale that is known
    ├── TextError                  exit 1   base of what may be about one text of a document
    │   ├── DocumentError          exit 1   a source document cannot be read or written
    │   └── ExportError            exit 1   an edition cannot be laid out (missing font, glyph, unsafe link)
    ├── InlineError                exit 1   inline notation in a unit is broken
    ├── CatalogError               exit 1   a PO or POT file is broken
    ├── RecordError                exit 1   a sign-off record is broken, forged or not allowed
    ├── SigningError               exit 1   a signature could not be made (no key, no agent)
    ├── StoreError                 exit 1   a project file cannot be read or written
    ├── ExchangeError              exit 1   a file of another tool (TMX, TBX, CSV) is broken
    ├── EngineError                exit 1   a machine translation service fails, or answers wrongly
    ├── PublicationError           exit 1   the gate refuses
    ├── ExecutionError             exit 1   a process that does a part of the work is gone
    ├── SeveralErrors              exit 1   more than one of these at once, a line each
    └── UsageError                 exit 2   the command was called wrongly

Anything else that escapes is a bug in Polyleaf (exit 3). The mapping is made once, in ``cli.errors``.
"""

from __future__ import annotations

from typing import ClassVar, Self


class PolyleafError(Exception):
    """A problem with a clear cause.

    Attributes:
        what: what is wrong, a phrase without a final stop.
        hint: what to do about it, or an empty string.
        path: the file concerned, as the user knows it (relative to the project), or None.
        line: its line, counted from 1, or None.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self, what: str, hint: str = "", *, path: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.path = path
        self.line = line

    def __reduce__(self) -> tuple[object, ...]:
        """To travel from a process to another with all that it says, whatever its class asks for."""
        return _copied, (type(self), self.args, self.__dict__)

    def at(self, path: str, line: int | None = None) -> PolyleafError:
        """Return this error with the place filled in where it was not known yet."""
        self.path = self.path if self.path is not None else path
        self.line = self.line if self.line is not None else line
        return self

    def __str__(self) -> str:
        place = ""
        if self.path is not None:
            place = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        text = f"{place}{self.what}; {self.hint}" if self.hint else f"{place}{self.what}"
        # A name or a text from a stranger's file may hold a line end: an error stays one line.
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _copied(kind: type[PolyleafError], args: tuple[object, ...], said: dict[str, object]) -> PolyleafError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(said)
    return error


class SettingsError(PolyleafError):
    """polyleaf.toml, pyproject.toml or reviewers.toml is wrong."""


class LocaleError(PolyleafError):
    """A text is not a BCP 47 locale that is known."""


class TextError(PolyleafError):
    """A problem with one text of a document, or one of its pictures.

    Attributes:
        text_index: the number of the text, or None where it is none or is not known.
        fragment: what in the text it is about; empty where that is not known.
        picture: the name of the picture that it is about instead, or None.
    """

    text_index: int | None = None
    fragment: str = ""
    picture: str | None = None

    def of_text(self, index: int) -> Self:
        """Return this error with the text it is about, where that was not known yet."""
        self.text_index = self.text_index if self.text_index is not None else index
        return self

    def of_picture(self, name: str) -> Self:
        """Return this error with the picture it is about."""
        self.picture = name
        return self


class DocumentError(TextError):
    """A source document cannot be read or written."""


class InlineError(PolyleafError):
    """Inline notation in a unit is broken."""


class CatalogError(PolyleafError):
    """A PO or POT file is broken."""


class RecordError(PolyleafError):
    """A sign-off record is broken, forged or not allowed."""


class SigningError(PolyleafError):
    """A signature could not be made."""


class StoreError(PolyleafError):
    """A file of the project cannot be read or written."""


class EngineError(PolyleafError):
    """A service of machine translation cannot be used, or answers wrongly."""


class ExchangeError(PolyleafError):
    """A file of another tool (TMX, TBX, CSV) is broken, or holds more than is taken."""


class ExportError(TextError):
    """An edition cannot be laid out."""


class PublicationError(PolyleafError):
    """The gate refuses to publish."""


class SeveralErrors(PolyleafError):
    """Several problems that one run found; each is told in a line of its own.

    Attributes:
        errors: at least one, none of this type.
    """

    def __init__(self, errors: tuple[PolyleafError, ...]) -> None:
        super().__init__(errors[0].what, errors[0].hint, path=errors[0].path, line=errors[0].line)
        self.errors = errors


class ExecutionError(PolyleafError):
    """A process that does a part of the work was ended from outside."""


class UsageError(PolyleafError):
    """The command was called wrongly."""

    exit_code = 2
