"""What a pair can show at a first look (``look``): a check names the signs that it needs one of."""

from __future__ import annotations

from typing import Final


class Sign:
    """Bits; a sign is of the target where nothing else is said."""

    QUANTITY: Final = 1 << 0
    """The texts may hold other quantities than one another."""
    NEGATION: Final = 1 << 1
    """Either text has a word that may negate."""
    TERM: Final = 1 << 2
    """The project has a glossary."""
    MARKUP: Final = 1 << 3
    """The texts have not the same tags, or one has something that is nearly a tag."""
    LINK: Final = 1 << 4
    """An address in either text, outside tags that are the same."""
    PLACEHOLDER: Final = 1 << 5
    """A sign of a placeholder in either text."""
    UNSAFE: Final = 1 << 6
    """Something that a browser may act upon."""
    ALIKE: Final = 1 << 7
    """The texts are of nearly the same length."""
    FOREIGN: Final = 1 << 8
    """A letter of another script, or a script that has two ways of writing."""
    LONG: Final = 1 << 9
    """Enough letters to tell a language by."""
    END: Final = 1 << 10
    """The texts end otherwise."""
    BRACKET: Final = 1 << 11
    """A word with a bracket that does not open and close in it."""
    QUOTE: Final = 1 << 12
    """A word with an odd number of quotation marks."""
    SMALL: Final = 1 << 13
    """It begins with a small letter, or has capitals only."""
    DOUBLED: Final = 1 << 14
    """A word stands twice."""
    SPACE: Final = 1 << 15
    """White space in either text that is not one plain space between two words."""
    SPACING: Final = 1 << 16
    """A mark whose spaces may be wrong."""
    INVISIBLE: Final = 1 << 17
    """A character that has no shape."""
    LOOK_ALIKE: Final = 1 << 18
    """A character that may stand for another."""
    UNCOVERED: Final = 1 << 19
    """A character that no font has."""
    PERIOD: Final = 1 << 20
    """A word of the source that may say how often: "weekly"."""
    ORDER: Final = 1 << 21
    """Both texts have a word that says an ordinal: "second"."""
    LIMIT: Final = 1 << 22
    """A word of either text may set the opposite limit of one of the other: "under" and "plus de"."""
    LAST: Final = 1 << 22

    ANY: Final = (1 << 23) - 1
    """All of them."""
    ALWAYS: Final = 1 << 30
    """What every pair shows: for a check that has to look at all of them."""
