"""Equal sentences are told apart by the sentence before them, not by numbers that shift."""

from __future__ import annotations

from pipeline.segmentation.model import Segment
from pipeline.segmentation.places import tell_apart


def segments(*sources: str) -> list[Segment]:
    return [Segment.of(number, 1, 1, source) for number, source in enumerate(sources)]


def keys(*sources: str) -> list[tuple[str | None, str]]:
    return [segment.key for segment in tell_apart(segments(*sources), {"Right"})]


def test_only_the_sentences_that_are_named_get_a_context():
    assert keys("Lungs", "Left", "Right", "Answers", "Right") == [
        (None, "Lungs"),
        (None, "Left"),
        ("after: Left", "Right"),
        (None, "Answers"),
        ("after: Answers", "Right"),
    ]
    assert tell_apart(segments("a", "a"), ()) == tuple(segments("a", "a"))


def test_a_paragraph_put_in_elsewhere_changes_no_context():
    before = keys("Lungs", "Right", "Answers", "Right")
    assert [
        key for key in keys("New", "Lungs", "Right", "And", "Answers", "Right") if key in before
    ] == before


def test_equal_places_are_numbered_and_a_beginning_has_a_name():
    assert [context for context, _ in keys("Right", "a", "Right", "Right", "a", "Right")] == [
        "at the beginning",
        None,
        "after: a",
        "after: a (2)",
        None,
        "after: a (3)",
    ]


def test_a_context_by_directive_stays():
    (segment,) = tell_apart([Segment.of(0, 1, 1, "Right", context="side")], {"Right"})
    assert segment.context == "side"
    (segment,) = tell_apart(segments("x" * 200, "Right")[1:], {"Right"})
    assert segment.context == "at the beginning"
    assert len(tell_apart(segments("x" * 200, "Right"), {"Right"})[1].context or "") < 90
