"""``polyleaf check``"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli import options

FORMATS = ("text", "json", "sarif", "junit", "github")


@click.command("check", short_help="Check translations, the project's or in any PO file.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path, exists=True))
@options.locales
@click.option(
    "-d",
    "--domain",
    "domains",
    multiple=True,
    metavar="DOMAIN",
    help="Only this document, by its name without ending; may be given several times.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="ID",
    help="Only this check, or category (clinical, markup, linguistic); several times if need be.",
)
@click.option("--ignore", multiple=True, metavar="ID", help="Not this check, or category.")
@click.option(
    "-f",
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Text to read; JSON; SARIF 2.1.0; JUnit XML; or GitHub's annotations.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="Exit with 1 on findings that are as bad as this, or worse.",
)
@click.option("--fuzzy", is_flag=True, help="Let findings on fuzzy units count too.")
@options.jobs
@click.pass_obj
def command(
    folder: Path,
    paths: tuple[Path, ...],
    tags: tuple[str, ...],
    domains: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    output: str,
    fail_on: str,
    fuzzy: bool,
    jobs: int,
) -> None:
    """Check translations: the project's, or those in PO files and folders anywhere.

    A loose file says its locale in its Language header; --locale overrules it. Its source is English unless
    it has an X-Source-Language header. Fuzzy units are checked, but what is found there fails nothing unless
    asked; nor does what a reviewer of the project has waived. "polyleaf explain ID" tells what a check looks
    for. A catalog that the project should have and has not is an error.
    """
    from pipeline.checks.model import Severity
    from pipeline.checks.reports.registry import REPORTERS
    from pipeline.workflows.check import CheckRequest, check

    request = CheckRequest(paths, tags, domains, select, ignore)
    now, jobs = options.now(), options.number_of_jobs(jobs)
    report = check(folder, request, now=now, here=Path.cwd(), jobs=jobs)
    click.echo(REPORTERS[output].write(report, colour=sys.stdout.isatty()))
    if report.fails(Severity[fail_on.upper()], fuzzy=fuzzy):
        click.get_current_context().exit(1)
