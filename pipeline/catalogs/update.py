"""A new template into a catalog: what stays, what was edited, what came and what left. Nothing is lost."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from pipeline.catalogs import offers
from pipeline.catalogs.drafts import draft_marks
from pipeline.catalogs.edited_recuts import find_edited_recuts
from pipeline.catalogs.edits import Edit
from pipeline.catalogs.headers import catalog_headers, fit_charset, plural_forms, updated_headers
from pipeline.catalogs.matching import match_edits
from pipeline.catalogs.model import Catalog, Unit, UnitKey
from pipeline.catalogs.order import moved_items
from pipeline.catalogs.plural import parse_plural_forms
from pipeline.catalogs.recutting import Recut, Splitter, find_recuts
from pipeline.language.locale import Locale


class Outcome(enum.Enum):
    """What became of a unit."""

    MOVED = "moved"
    CARRIED = "kept"
    JOINED = "joined"
    FUZZY = "fuzzy"
    REMINDED = "only in a comment"
    NEW = "new"
    REVIVED = "back again"
    OBSOLETE = "obsolete"


class Change(Struct, frozen=True):
    """One unit that is not just where and as it was.

    Attributes:
        outcome: see Outcome. CARRIED and JOINED keep a translation that needs no second look.
        unit: as it is now.
        earlier: the units it was made of, if any.
        edit: the kind of edit of the source, where it was one.
    """

    outcome: Outcome
    unit: Unit
    earlier: tuple[Unit, ...] = ()
    edit: Edit | None = None


class UpdateResult(Struct, frozen=True):
    """What an update made.

    Attributes:
        catalog: the catalog after it; the very one that came in if nothing changed.
        kept: units whose source is as it was, and those that read the same or were joined word for word.
        fuzzy: new units that were given the translation of a similar source, to be looked at.
        new: units without a translation from an earlier one, those with it in a comment among them.
        obsolete: units that left and are kept as obsolete now.
        revived: units that were obsolete and came back.
        changed: whether anything at all differs, positions and dates included.
        moved: how many of those kept stand elsewhere in the document.
        changes: the units that are not just where and as they were, in the order of the document, then those
            that left.
    """

    catalog: Catalog
    kept: int
    fuzzy: int
    new: int
    obsolete: int
    revived: int
    changed: bool
    moved: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def reminded(self) -> int:
        """How many of the new units have an earlier translation in a comment."""
        return sum(change.outcome is Outcome.REMINDED for change in self.changes)


def update_catalog(
    old: Catalog | None,
    template: Catalog,
    *,
    locale: Locale,
    now: datetime.datetime,
    source_locale: Locale | None = None,
    splitter: Splitter | None = None,
) -> UpdateResult:
    """Bring a catalog up to date with its template, or make a new one.

    A unit with the same key keeps everything of its translator's; references and extracted comments come
    from the template. A new unit that is an edit of an earlier one gets its translation as fuzzy, with the
    earlier source as previous; but

    - where spacing or typography alone changed, it keeps all, fuzzy or not as it was;
    - where the two sources differ in a number, a measure or a negation (``caution``), the earlier translation
      only stands in a comment;
    - where earlier units were joined word for word, or one was split, so is the translation (``recutting``).

    Whatever else leaves with a translation or a translator's comment stays as obsolete.

    Args:
        old: the catalog there is, or None.
        template: from ``make_template``, or any POT.
        locale: of the catalog; used for headers that are missing.
        now: used for a new catalog only: an update is no translator's work.
        source_locale: of the sources; English if not given.
        splitter: joins and splits targets; without one, joined and split sources are edits like others.

    Raises:
        CatalogError: the Plural-Forms header of ``old`` is wrong.
    """
    if old is None:
        catalog = Catalog(catalog_headers(template, locale=locale, now=now))
        forms = plural_forms(locale).count
        fresh = tuple(offers.untranslated(unit, forms) for unit in template.active)
        changes = tuple(Change(Outcome.NEW, unit) for unit in fresh)
        return UpdateResult(replace(catalog, units=fresh), 0, 0, len(fresh), 0, 0, True, 0, changes)

    headers = updated_headers(old, template, locale=locale, now=now)
    declared = parse_plural_forms(dict(headers).get("Plural-Forms", "nplurals=INTEGER; plural=EXPRESSION;"))
    work = _Update(old, template, (declared or plural_forms(locale)).count, source_locale, splitter)
    work.run()
    catalog = fit_charset(Catalog(headers, tuple(work.units), old.header_comments, old.header_fuzzy))
    changed = catalog != old
    return UpdateResult(
        catalog if changed else old,
        kept=work.kept,
        fuzzy=work.fuzzy,
        new=work.new,
        obsolete=work.obsolete,
        revived=work.revived,
        changed=changed,
        moved=work.moved,
        changes=tuple(work.changes),
    )


class _Update:
    """One update of a catalog that exists: its units, its counts, its changes."""

    def __init__(
        self,
        old: Catalog,
        template: Catalog,
        forms: int,
        source_locale: Locale | None,
        splitter: Splitter | None,
    ) -> None:
        self.forms = forms
        self.locale = source_locale
        self.splitter = splitter
        self.active = {(unit.context, unit.source): unit for unit in old.units if not unit.obsolete}
        self.resting: dict[UnitKey, Unit] = {}
        self.resting_doubles: list[Unit] = []
        for unit in old.units:
            if unit.obsolete and self.resting.setdefault(unit.key, unit) is not unit:
                self.resting_doubles.append(unit)
        self.template = template.active
        self.wanted = {(unit.context, unit.source): unit for unit in self.template}
        self.units: list[Unit] = []
        self.changes: list[Change] = []
        self.kept = self.fuzzy = self.new = self.revived = self.obsolete = self.moved = 0
        self.consumed: set[UnitKey] = set()

    def run(self) -> None:
        active, resting, wanted = self.active, self.resting, self.wanted
        arrived = wanted.keys() - active.keys() - resting.keys()
        vanished = active.keys() - wanted.keys()
        sleeping = [unit for key, unit in resting.items() if key not in wanted]
        recuts: dict[UnitKey, Recut] = {}
        if arrived and self.splitter is not None:
            recuts = find_recuts([*active.values(), *sleeping], self.template, arrived, self.splitter)
            recuts |= find_edited_recuts(
                active, wanted, vanished, arrived - recuts.keys(), self.splitter, self.locale
            )
        matches = match_edits(
            list(active.values()),
            self.template,
            {key for key in vanished if any(active[key].targets)},
            arrived - recuts.keys(),
            [unit for unit in sleeping if any(unit.targets)],
        )
        moved = moved_items(list(active), wanted)
        self.moved = len(moved)
        for key, unit in wanted.items():
            if key in active:
                self.keep(offers.refreshed(active[key], unit, self.forms), moved=key in moved)
            elif key in resting:
                back = offers.refreshed(replace(resting[key], obsolete=False), unit, self.forms)
                self.add(Change(Outcome.REVIVED, back))
                self.revived += 1
            elif key in recuts:
                self.recut(unit, recuts[key])
            elif key in matches:
                self.offer(unit, matches[key].old)
            else:
                self.add(Change(Outcome.NEW, offers.untranslated(unit, self.forms)))
                self.new += 1
        self.rest(vanished)

    def add(self, change: Change) -> None:
        self.units.append(change.unit)
        self.changes.append(change)

    def keep(self, unit: Unit, *, moved: bool) -> None:
        self.kept += 1
        if moved:
            self.add(Change(Outcome.MOVED, unit, (unit,)))
        else:
            self.units.append(unit)

    def offer(self, unit: Unit, old: Unit) -> None:
        """The new unit with what it may have of the earlier one that it is an edit of."""
        edit = offers.classify_units(old, unit, self.locale)
        if edit.is_unsafe:
            self.remind(unit, (old,), edit)
        elif edit is Edit.TYPOGRAPHY and old.key not in self.consumed:
            self.consumed.add(old.key)
            self.add(Change(Outcome.CARRIED, offers.carried(old, unit, self.forms), (old,), edit))
            self.kept += 1
        else:
            self.add(Change(Outcome.FUZZY, offers.leveraged(old, unit, self.forms), (old,), edit))
            self.fuzzy += 1

    def remind(self, unit: Unit, earlier: tuple[Unit, ...], edit: Edit | None) -> None:
        self.add(Change(Outcome.REMINDED, offers.reminded(earlier, unit, self.forms), earlier, edit))
        self.new += 1

    def recut(self, unit: Unit, recut: Recut) -> None:
        if recut.target is None:
            self.remind(unit, recut.old, None)
        elif recut.is_join and not recut.fuzzy:
            self.add(
                Change(
                    Outcome.JOINED,
                    replace(offers.untranslated(unit, self.forms), targets=(recut.target,)),
                    recut.old,
                )
            )
            self.kept += 1
        else:
            made = offers.leveraged(recut.old[0], unit, self.forms)
            made = replace(
                made,
                targets=(recut.target,),
                translator_comments=tuple(
                    dict.fromkeys(mark for old in recut.old for mark in draft_marks(old))
                ),
                previous_source=recut.previous,
                previous_context=None if recut.previous is None else recut.old[0].context,
                previous_source_plural=None,
            )
            self.add(Change(Outcome.FUZZY, made, recut.old))
            self.fuzzy += 1

    def rest(self, vanished: set[UnitKey]) -> None:
        """What left goes to the end, where it rests until it comes back."""
        back = self.wanted.keys() - self.active.keys()
        resting = [unit for key, unit in self.resting.items() if key not in back]
        resting += self.resting_doubles
        for key, unit in self.active.items():
            if key in vanished and key not in self.consumed and _is_worth_keeping(unit):
                gone = replace(unit, obsolete=True)
                resting.append(gone)
                self.changes.append(Change(Outcome.OBSOLETE, gone))
                self.obsolete += 1
        resting = [unit for unit in resting if unit.key not in self.consumed or unit.key in vanished]
        keys = [unit.key for unit in resting]
        if len(set(keys)) < len(keys) or not self.wanted.keys().isdisjoint(keys):
            self.units = without_doubles(self.units, resting)
        else:
            self.units += resting


def _is_worth_keeping(unit: Unit) -> bool:
    return any(unit.targets) or bool(unit.translator_comments) or bool(unit.unknown_comments)


def without_doubles(active: Iterable[Unit], obsolete: Iterable[Unit]) -> list[Unit]:
    """All units, each key once (gettext wants it so even of obsolete ones); a double becomes a comment."""
    found: dict[UnitKey, Unit] = {unit.key: unit for unit in active}
    for unit in obsolete:
        first = found.setdefault(unit.key, unit)
        if first is unit:
            continue
        texts = (
            *unit.translator_comments,
            *(offers.reminder(unit)[1:] if unit.targets != first.targets else ()),
        )
        missing = tuple(text for text in texts if text not in first.translator_comments)
        if missing:
            found[unit.key] = replace(first, translator_comments=(*first.translator_comments, *missing))
    return list(found.values())
