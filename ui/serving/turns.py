"""Whose turn it is, where many wait for few places. No threads are in it: whoever has it holds a lock around it.

- Every address gets a fair share: next is whoever belongs to the address that has had the least work done so far.
  That counts only while others wait. A lecture hall behind one address has all places, if nobody else wants one.
- Whoever asks for little goes before whoever asks for much.
- Nobody waits for ever: every fourth turn is his who has waited longest.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")
# Every so many turns the one who has waited longest is next.
PATIENT = 4
# Bits of an IPv6 address that name a household; it chooses the others itself.
HOUSEHOLD = 64


def household(address: str) -> str:
    """What counts as one address: an IPv6 address without the half that its owner may change as he likes."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, HOUSEHOLD), strict=False))


@dataclass(frozen=True)
class _Waiting(Generic[T]):
    item: T
    address: str
    seconds: float
    arrival: int


class Turns(Generic[T]):
    """Those who wait, and the order in which they come."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting[T]] = []
        self._arrivals = count()
        self._taken = 0
        # Seconds of work that were begun for an address. Whoever comes new, or again, begins where the least of those
        # who wait is: so nobody saves up.
        self._had: dict[str, float] = {}
        self._least = 0.0

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[T]:
        return (waiting.item for waiting in self._waiting)

    def add(self, item: T, address: str, seconds: float) -> None:
        """One more waits, who asks for about so many seconds of work. An item is there at most once."""
        self._waiting.append(_Waiting(item, address, seconds, next(self._arrivals)))

    def remove(self, item: T) -> bool:
        """He has gone → whether he had waited."""
        found = self._find(item)
        if found is not None:
            self._waiting.remove(found)
        return found is not None

    def take(self) -> T:
        """Whose turn it is; from now on he waits no more."""
        self._taken += 1
        if self._taken % PATIENT == 0:
            next_ = min(self._waiting, key=lambda waiting: waiting.arrival)
        else:
            next_ = min(self._waiting, key=lambda waiting: (self._share(waiting) + waiting.seconds, waiting.arrival))
        self._least = max(self._least, min(map(self._share, self._waiting)))
        self._had[next_.address] = self._share(next_) + next_.seconds
        self._waiting.remove(next_)
        # What is no more than everybody's beginning need not be remembered.
        self._had = {address: had for address, had in self._had.items() if had > self._least}
        return next_.item

    def place(self, item: T) -> int:
        """How many turns until his, as far as one can know now: 1 is the next one. 0 where he does not wait."""
        places: dict[int, float] = {}
        behind: defaultdict[str, float] = defaultdict(float)
        for waiting in sorted(self._waiting, key=lambda waiting: (waiting.seconds, waiting.arrival)):
            behind[waiting.address] += waiting.seconds
            places[waiting.arrival] = self._share(waiting) + behind[waiting.address]
        found = self._find(item)
        if found is None:
            return 0
        mine = (places[found.arrival], found.arrival)
        return 1 + sum((place, arrival) < mine for arrival, place in places.items())

    def _share(self, waiting: _Waiting[T]) -> float:
        return max(self._had.get(waiting.address, 0.0), self._least)

    def _find(self, item: T) -> _Waiting[T] | None:
        return next((waiting for waiting in self._waiting if waiting.item is item), None)
