"""Frozen dataclasses that are made by the hundred thousand, in less than half the time.

The ``__init__`` that ``dataclass(frozen=True)`` writes calls ``object.__setattr__`` once a field. Here the
new object is first of a twin class with the same slots that is not frozen, has its slots filled by plain
assignment, and then becomes what it is to be. Python allows that between classes of one layout.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Class = TypeVar("_Class")


def quickly_made(cls: type[_Class]) -> type[_Class]:
    """A class decorator above ``@dataclass(frozen=True, slots=True)``: the same class, made quicker.

    For classes with no base, no ``default_factory`` and no ``__post_init__``.
    """
    names = {field.name: field for field in fields(cls)}  # type: ignore[arg-type]
    assert cls.__bases__ == (object,) and not hasattr(cls, "__post_init__")
    twin = type(cls.__name__, (), {"__slots__": cls.__slots__})  # type: ignore[attr-defined]
    known: dict[str, Any] = {"_twin": twin, "_cls": cls, "_set": object.__setattr__}
    parameters = ["self"]
    for name, field in names.items():
        assert field.init and not field.kw_only and field.default_factory is MISSING
        if field.default is MISSING:
            parameters.append(name)
        else:
            known[f"_of_{name}"] = field.default
            parameters.append(f"{name}=_of_{name}")
    lines = [
        f"def __init__({', '.join(parameters)}):",
        ' _set(self, "__class__", _twin)',
        *(f" self.{name} = {name}" for name in names),
        " self.__class__ = _cls",
    ]
    exec("\n".join(lines), known)  # noqa: S102 (as dataclasses does; all names are those of fields)
    init = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__module__ = cls.__module__
    init.__annotations__ = cls.__init__.__annotations__
    cls.__init__ = init  # type: ignore[method-assign]
    return cls
