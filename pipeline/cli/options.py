"""Options that several commands share, and what they hand in: the time and the number of jobs."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from pipeline.errors import UsageError

Function = TypeVar("Function", bound=Callable[..., Any])


def locales(function: Function) -> Function:
    """``--locale``, any number of times, as ``tags``."""
    return click.option(
        "-l",
        "--locale",
        "tags",
        multiple=True,
        metavar="LOCALE",
        help="Only this locale, such as es or zh-Hans; may be given several times.",
    )(function)


def jobs(function: Function) -> Function:
    """``--jobs``; 0 stands for ``cores.default_jobs``."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(0, 64),
        default=0,
        metavar="N",
        help="How many leaflets to work on at once; if not given, one a core that there is memory for, at "
        "most eight.",
    )(function)


def output_format(function: Function) -> Function:
    """``--format table|json`` for a command that reports."""
    return click.option(
        "-f",
        "--format",
        "output",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="A table to read, or JSON for a program.",
    )(function)


def number_of_jobs(jobs: int) -> int:
    from pipeline.execution.cores import default_jobs

    return jobs or default_jobs()


def now() -> datetime.datetime:
    """The time, in UTC: of the clock. Whether an approval has expired is always judged by it."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def header_time() -> datetime.datetime:
    """The time to write into the headers of catalogs: SOURCE_DATE_EPOCH where it is set, else the clock.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return now()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f'SOURCE_DATE_EPOCH is "{epoch}"', "set it to a number of seconds") from None
