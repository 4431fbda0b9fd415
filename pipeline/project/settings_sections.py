"""The tables of the settings, each read into what its room asks for: ``[review]``, ``[limits]`` and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from pipeline.catalogs.limits import Limits as CatalogLimits
from pipeline.errors import PolyleafError
from pipeline.memory.limits import Limits as ExchangeLimits
from pipeline.project.limits import MOST_DOCUMENT_BYTES, Limits
from pipeline.project.settings_table import Table
from pipeline.signoff.policy import Policy

if TYPE_CHECKING:
    from pipeline.checks.model import Severities
    from pipeline.engines.model import EngineSettings


def read_policy(review: Table) -> Policy:
    from pipeline.signoff.period import parse_period

    period = review.text("review_every", "P3Y")
    try:
        review_every = None if period == "never" else parse_period(period)
    except PolyleafError as error:
        raise review.wrong("review_every", error.what, error.hint) from None
    return Policy(
        roles=review.roles("roles", Policy().roles),
        distinct_people=review.boolean("distinct_people", True),
        trust=cast(Literal["signed", "recorded"], review.choice("trust", ("signed", "recorded"))),
        review_every=review_every,
    )


def read_limits(limits: Table) -> Limits:
    """``[limits]``: no cap can be taken away, only set so high that no leaflet comes near."""
    usual = Limits()
    return Limits(
        CatalogLimits(
            catalog_bytes=limits.integer("catalog_bytes", usual.catalogs.catalog_bytes, 1_000, 2_000_000_000),
            text_characters=limits.integer(
                "text_characters", usual.catalogs.text_characters, 100, 100_000_000
            ),
        ),
        document_bytes=limits.integer("document_bytes", usual.document_bytes, 1_000, MOST_DOCUMENT_BYTES),
        exchange=ExchangeLimits(
            tmx_bytes=limits.integer("tmx_bytes", usual.exchange.tmx_bytes, 1_000, 1_000_000_000_000),
            tmx_characters=limits.integer("tmx_characters", usual.exchange.tmx_characters, 100, 1_000_000),
            terms=limits.integer("terms", usual.exchange.terms, 10, 10_000_000),
        ),
    )


def read_checks(checks: Table) -> Severities:
    """``[checks]``: a severity by id; by locale below ``locales``, by document below ``domains``."""
    from pipeline.checks.model import Severities

    if not checks.tree:
        return Severities()
    locales, domains = checks.table("locales"), checks.table("domains")
    for tag in locales.tree:
        locales.check_locale(tag)
    return Severities(
        checks.severities(besides=("locales", "domains")),
        {tag: locales.inner(tag).severities() for tag in locales.tree},
        {domain: domains.inner(domain).severities() for domain in domains.tree},
    )


def read_emergency_numbers(numbers: Table) -> dict[str, dict[str, tuple[str, ...]]]:
    """``[emergency_numbers.LOCALE]``: number in the source = the numbers to call there."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for tag in numbers.tree:
        numbers.check_locale(tag)
        found[tag] = numbers.inner(tag).numbers()
    return found


def read_engines(engines: Table) -> dict[str, EngineSettings]:
    """``[engines.NAME]``: where an engine is and how to ask it. A key never stands in a file."""
    found: dict[str, EngineSettings] = {}
    if not engines.tree:
        return found
    from pipeline.engines.address import parse_address
    from pipeline.engines.model import EngineSettings
    from pipeline.engines.registry import ENGINES

    usual = EngineSettings()
    for name in ENGINES:
        one = engines.table(name)
        if not one.tree:
            continue
        for slip in ("key", "api_key", "token", "password"):
            if slip in one.tree:
                raise one.wrong(
                    slip,
                    "a key does not belong in a file",
                    f"take it out, and set POLYLEAF_{name.upper()}_KEY",
                )
        url = one.text("url", "")
        try:
            found[name] = EngineSettings(
                url=str(parse_address(url)) if url else "",
                timeout=one.integer("timeout", usual.timeout, 1, 600),
                attempts=one.integer("attempts", usual.attempts, 1, 20),
                requests_per_minute=one.integer("requests_per_minute", None, 0, 100_000),
                texts_per_request=one.integer("texts_per_request", None, 1, 1_000),
            )
        except PolyleafError as error:
            raise error if error.path else one.wrong("url", error.what, error.hint) from None
        one.refuse_unknown()
    return found
