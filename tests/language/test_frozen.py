"""A class made by ``quickly_made`` is the frozen dataclass that it was."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from pipeline.language.frozen import quickly_made


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    parts: tuple[str, ...] = ("",)
    line: int = field(default=0, compare=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    parts: tuple[str, ...] = ("",)
    line: int = field(default=0, compare=False)


def test_its_objects_are_of_the_class_and_hold_what_they_were_given() -> None:
    made = Quick("a", line=3)
    assert type(made) is Quick
    assert (made.name, made.parts, made.line) == ("a", ("",), 3)
    assert repr(made) == repr(Plain("a", line=3)).replace("Plain", "Quick")


def test_they_cannot_be_changed() -> None:
    made = Quick("a")
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.name
    with pytest.raises((AttributeError, TypeError)):
        made.other = 1  # type: ignore[attr-defined]


def test_equality_and_hash_are_those_of_the_fields() -> None:
    assert Quick("a", line=1) == Quick("a", line=2)
    assert hash(Quick("a", line=1)) == hash(Quick("a", line=2))
    assert Quick("a") != Quick("b")


def test_they_can_be_replaced_copied_and_pickled() -> None:
    made = Quick("a", ("b",), 3)
    assert replace(made, name="c") == Quick("c", ("b",), 3)
    assert copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made


def test_the_call_takes_the_same_arguments() -> None:
    assert inspect.signature(Quick) == inspect.signature(Plain)
    with pytest.raises(TypeError, match="name"):
        Quick()  # type: ignore[call-arg]
