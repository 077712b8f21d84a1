"""What a folder holds: one record a file. Whoever adds a file there has added its record, and no list names it."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar


class Record(Protocol):
    """Something that has a name, and a place among its kind.

    place : the smaller, the earlier; where two have the same, their names decide
    """

    @property
    def name(self) -> str: ...

    @property
    def place(self) -> int: ...


R = TypeVar("R", bound=Record)


def records(package: str, folder: Sequence[str], kind: type[R]) -> tuple[R, ...]:
    """The records of one kind that the modules of a package define, in the order of their places.

    package : its name · folder : its __path__
    Raises ValueError where two have the same name.
    """
    found: dict[str, R] = {}
    for module in iter_modules(folder, f"{package}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, kind) and found.setdefault(value.name, value) is not value:
                raise ValueError(f"Two records of {package} are named {value.name!r}.")
    return tuple(sorted(found.values(), key=lambda record: (record.place, record.name)))
