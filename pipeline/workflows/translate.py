"""Translate: untranslated units get machine drafts, always fuzzy; what a person wrote is never touched.

A long run holds the project's lock only for the moment in which it writes catalogs, and reads them again
first: whatever a translator did in the meantime stays. Each batch goes into a journal as soon as it is
there, so that a run that was stopped or killed goes on without asking for a sentence twice.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pipeline.engines.model import EngineSettings, Secret, Timing
from pipeline.errors import EngineError, PolyleafError, UsageError
from pipeline.language.locale import Locale
from pipeline.project.files import locked
from pipeline.project.journal import Journal
from pipeline.project.store import Project
from pipeline.workflows.attempts import distinct
from pipeline.workflows.drafted_catalogs import Answer, Catalogs, DraftedCatalog
from pipeline.workflows.leaflets import choose_locales

if TYPE_CHECKING:
    from pipeline.engines.address import Address
    from pipeline.engines.client import Client
    from pipeline.engines.drafting import Draft, Drafter
    from pipeline.engines.model import Connection, Engine


class Plan(Struct, frozen=True):
    """What is about to be sent, and where; shown before anything is.

    Attributes:
        engine: its title.
        name: its id.
        address: of the service.
        on_this_machine: whether the address cannot leave this machine.
        sentences, characters: to be sent at most, before what is protected is taken out.
        remembered: sentences that an earlier run has asked for already: it did not finish, or the reply was
            refused.
        with_key: whether the user's key goes along.
    """

    engine: str
    name: str
    address: str
    on_this_machine: bool
    sentences: int
    characters: int
    remembered: int
    with_key: bool


class RefusedReply(Struct, frozen=True):
    """A sentence that stays untranslated: where it stands, and what was wrong with the reply."""

    path: str
    line: int
    source: str
    reason: str


class Translated(Struct, frozen=True):
    """What a run did.

    Attributes:
        catalogs: in order of their documents.
        asked: sentences that were sent in this run.
        refused: in the order of the catalogs.
        errors: of each catalog that is missing or cannot be read; nothing was asked for it.
        stopped: why the run ended before its end, or None. What it got is in the catalogs all the same.
    """

    catalogs: tuple[DraftedCatalog, ...]
    asked: int
    refused: tuple[RefusedReply, ...]
    errors: tuple[PolyleafError, ...]
    stopped: EngineError | None


def translate(
    project: Project,
    tag: str,
    engine_name: str,
    *,
    url: str = "",
    domains: Iterable[str] = (),
    limit: int | None = None,
    again: bool = False,
    key: Secret | None,
    now: datetime.datetime,
    timing: Timing,
    tell: Callable[[Plan], bool],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Translated:
    """Draft what is untranslated in the catalogs of the locale ``tag``.

    Args:
        project: whose catalogs.
        tag: a locale of the project, not its source locale.
        engine_name: id of an engine.
        url: of the service, instead of the one in the settings or the engine's own.
        domains: documents; all where empty. A catalog that cannot be used holds up no other.
        limit: most sentences to ask for in this run.
        again: ask once more for sentences whose reply was refused in an earlier run.
        key: of the user, for an engine that takes one.
        now: the date that drafts carry.
        timing: the clock that requests are paced with.
        tell: is shown the plan before anything is sent; where it returns False, nothing is.
        progress: called with the number of sentences done and of all, after each batch.

    Raises:
        UsageError: no such locale, engine or document; or a key or an address is missing.
        EngineError: the service cannot be used at all. (Once it has drafted something, the report says it.)
        ExchangeError: the glossary is broken.
    """
    from pipeline.engines.registry import engine_named

    locale = _locale(project, tag)
    engine = engine_named(engine_name)
    settings = project.settings.engines.get(engine.id, EngineSettings())
    if engine.key == "none":
        key = None
    address = _address(engine, url or settings.url, key)
    drafter = _drafter(project, engine, settings, locale)
    catalogs = Catalogs(project, locale, domains)
    with locked(project.paths.cache, f"translate-{locale.gettext_name}"):
        journal = _journal(project, engine, address, drafter, locale)
        known = _remembered(journal, drafter)
        if again:
            known = {source: answer for source, answer in known.items() if answer.target is not None}
        wanted = catalogs.wanted()
        missing = [source for source in wanted if source not in known][:limit]
        plan = Plan(
            engine=engine.title,
            name=engine.id,
            address=str(address),
            on_this_machine=address.on_this_machine,
            sentences=len(missing),
            characters=sum(map(len, missing)),
            remembered=sum(source in known for source in wanted),
            with_key=key is not None,
        )
        stopped: EngineError | None = None
        asked = 0
        if not missing:
            done = catalogs.fill(known)
        elif not tell(plan):
            return Translated(catalogs.untouched(), 0, (), distinct(catalogs.errors), None)
        else:
            with _client(engine, address, settings, key, timing) as client:
                connection = engine.connect(client, project.settings.source_locale, locale)
                origin = _origin(engine, connection, now)
                try:
                    for batch in drafter.drafts(missing, connection):
                        answers = [_answer(draft, origin) for draft in batch]
                        journal.add(answer.as_entry() for answer in answers)
                        known.update((answer.source, answer) for answer in answers)
                        asked += len(batch)
                        progress(asked, len(missing))
                except EngineError as error:
                    stopped = error
                    if not asked:
                        raise
                finally:
                    done = catalogs.fill(known)
        if stopped is None and not catalogs.errors and all(source in known for source in wanted):
            _finish(journal, known)
        refused = tuple(_refused(catalogs, wanted, known))
    return Translated(done, asked, refused, distinct(catalogs.errors), stopped)


def _address(engine: Engine, written: str, key: Secret | None) -> Address:
    """Where the engine is asked: at ``written``, or else at its own address."""
    from pipeline.engines.address import parse_address

    if key is None and engine.key == "required":
        raise UsageError(
            f"{engine.title} needs a key", f"set POLYLEAF_{engine.id.upper()}_KEY, or put it into the keyring"
        )
    written = written or engine.address(key)
    if not written:
        raise UsageError(
            f"where is {engine.title}? It has no address of its own",
            f"give --url, or set url in [engines.{engine.id}]",
        )
    return parse_address(written)


def _refused(
    catalogs: Catalogs, wanted: Iterable[str], known: Mapping[str, Answer]
) -> Iterator[RefusedReply]:
    """The sentences whose replies were refused, at the lines that they stand at now: there are drafts before
    them."""
    refused = {source: answer for source, answer in known.items() if answer.target is None}
    if not refused.keys().isdisjoint(wanted):
        for source, (path, line) in catalogs.wanted().items():
            if source in refused:
                yield RefusedReply(path, line, source, refused[source].reason)


def _locale(project: Project, tag: str) -> Locale:
    (locale,) = choose_locales(project, [tag])
    if locale == project.settings.source_locale:
        raise UsageError(f'"{tag}" is the locale the documents are written in', "choose another")
    return locale


def _drafter(project: Project, engine: Engine, settings: EngineSettings, locale: Locale) -> Drafter:
    from pipeline.engines.drafting import Drafter
    from pipeline.engines.masking import Terms
    from pipeline.memory.terms import EVERY_LOCALE
    from pipeline.workflows.terms import Glossary

    own = engine.limits
    limits = own if settings.texts_per_request is None else replace(own, texts=settings.texts_per_request)
    terms = Terms(
        term.source
        for term in Glossary.open(project).terms
        if not term.translate and term.locale in (locale.tag, EVERY_LOCALE)
    )
    return Drafter(engine, limits, project.settings.source_locale, locale, terms)


@contextlib.contextmanager
def _client(
    engine: Engine, address: Address, settings: EngineSettings, key: Secret | None, timing: Timing
) -> Iterator[Client]:
    from pipeline.engines.client import Client
    from pipeline.engines.transport import HttpTransport

    transport = HttpTransport(address, timeout=settings.timeout)
    client = Client(address, transport, settings, engine.limits, timing, key)
    try:
        yield client
    except PolyleafError:
        raise
    except Exception as error:
        _hide(key, error, address)
        raise
    finally:
        client.close()


def _hide(key: Secret | None, error: Exception, address: Address) -> None:
    """See that a bug of ours does not carry the key into the log that a user is asked to send."""
    if key is not None and key.reveal() in "".join(traceback.format_exception(error)):
        raise EngineError(
            f"{address}: a bug in Polyleaf ({type(error).__name__}), of which no log was written",
            "please report it; a log of it would have held your key",
        ) from None


def _journal(project: Project, engine: Engine, address: Address, drafter: Drafter, locale: Locale) -> Journal:
    """The journal of exactly this engine at this address for this pair of locales."""
    identity = json.dumps([1, engine.id, str(address), str(drafter.source), str(drafter.target)])
    path = project.paths.drafts(locale, hashlib.sha256(identity.encode("utf-8")).hexdigest()[:16])
    return Journal(path, project.paths.relative(path))


def _remembered(journal: Journal, drafter: Drafter) -> dict[str, Answer]:
    """What earlier runs got; judged again, since anyone can have written into the file."""
    known: dict[str, Answer] = {}
    for entry in journal.entries():
        source, target = entry.get("source"), entry.get("target")
        reason, origin = entry.get("reason"), entry.get("origin")
        if not isinstance(source, str) or not isinstance(reason, str) or not isinstance(origin, str):
            continue
        if isinstance(target, str):
            known[source] = _answer(drafter.judge(source, target), origin)
        elif target is None:
            known[source] = Answer(source, None, reason, origin)
    return known


def _finish(journal: Journal, known: Mapping[str, Answer]) -> None:
    """The catalogs hold the drafts now. Only refusals are kept, for asking again would bring them again."""
    refusals = [answer.as_entry() for answer in known.values() if answer.target is None]
    journal.remove()
    if refusals:
        journal.add(refusals)


def _answer(draft: Draft, origin: str) -> Answer:
    return Answer(draft.source, draft.target, draft.reason, origin)


def _origin(engine: Engine, connection: Connection, now: datetime.datetime) -> str:
    version = " ".join(connection.version.split()) or "version not told"
    return f"{engine.id}, {version}, {now.date().isoformat()}"
