"""A long computation as another process can be told of it: a function of a module, and its arguments."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ui.language.speaking import language_code, speaking

V = TypeVar("V")
# What one store has under a key: (its name, the key, the value).
Known = tuple[str, Hashable, object]


@dataclass(frozen=True)
class Work(Generic[V]):
    """function : of a module, so that it is found again by its name · args : what can be pickled
    seconds : what it takes of one core, about
    known : what the stores have of what it needs, asked for when it begins
    learn : what it has computed besides is given to this
    seal : what is done with the value where it arrives
    language : that of whoever asks for it
    """

    function: Callable[..., V]
    args: tuple[Any, ...]
    seconds: float
    known: Callable[[], Iterable[Known]] = tuple
    learn: Callable[[Iterable[Known]], None] = lambda _: None
    seal: Callable[[V], V] = lambda value: value
    language: str = field(default_factory=language_code)

    def do(self) -> V:
        """Compute it here."""
        with speaking(self.language):
            return self.function(*self.args)


def nothing() -> None:
    """What a worker is given to do so that it is there."""
