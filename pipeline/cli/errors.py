"""Errors are caught once, here, and become one line and an exit code (design, "Exit codes")."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pipeline.errors import PolyleafError, SeveralErrors

_FINDINGS, _USAGE, _BUG, _INTERRUPTED = 1, 2, 3, 130


def exit_code_of(run: Callable[[], object]) -> int:
    """Run a command and return its exit code; whatever it raises is told in one line on standard error."""
    try:
        _ready_streams()
        code = run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except SeveralErrors as error:
        tell_errors(error.errors)
        return error.exit_code
    except PolyleafError as error:
        tell_errors([error])
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return _USAGE
    except click.UsageError as error:
        hint = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        return _tell(_lower(error.format_message()) + hint, _USAGE)
    except click.ClickException as error:
        return _tell(_lower(error.format_message()), _FINDINGS)
    except (click.Abort, KeyboardInterrupt):
        return _tell("stopped; what was not finished was not changed", _INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone ("polyleaf status | head"): say no more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FINDINGS
    except OSError as error:
        place = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        return _tell(f"{place}{(error.strerror or str(error)).lower()}", _FINDINGS)
    except MemoryError:
        return _tell("memory ran out; give it more, or run it with a lower --jobs if it has that", _FINDINGS)
    except Exception as error:
        return _tell(
            f"a bug in Polyleaf ({type(error).__name__}); please report it with {_write_log()}", _BUG
        )
    return code if isinstance(code, int) else 0


def _ready_streams() -> None:
    """Make standard streams that can be used, whatever the program was started with.

    One that is closed is put to nothing; else a file of the project would get its number, and what a child
    process prints. A character that the terminal's encoding lacks is printed as JSON writes it, not refused.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    codecs.register_error("polyleaf", _as_json)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="polyleaf")


def _as_json(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end


def tell_errors(errors: Iterable[PolyleafError]) -> None:
    """Tell each in its line on standard error."""
    for error in errors:
        click.echo(f"polyleaf: {error}", err=True)


def tell_remark(remark: PolyleafError) -> None:
    """Tell what holds nothing up, as errors are told."""
    tell_errors([remark])


def _tell(text: str, code: int) -> int:
    click.echo(f"polyleaf: {text}", err=True)
    return code


def _lower(message: str) -> str:
    """A message of click as a phrase of ours: no capital at the start, no final stop, one line."""
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]


def _write_log() -> str:
    """Put the traceback into a file that the user can send; return its name."""
    import tempfile
    import traceback

    try:
        handle, name = tempfile.mkstemp(prefix="polyleaf-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(traceback.format_exc())
    except OSError:
        return f"this: {traceback.format_exc(limit=-1)!r}"
    return str(Path(name))
