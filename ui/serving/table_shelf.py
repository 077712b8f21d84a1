"""The tables and runs that visitors bring: at most one of each a session, within 200 MB for all of them together.
They stand here and not in the sessions, which Streamlit keeps for minutes after their visitors have left."""

import gc
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock, Semaphore
from typing import Literal

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile, UploadedFileRec

from core.data.tables import Table
from core.data.user_data import UserData
from core.take_home.own_run import OwnRun
from ui.language.speaking import N_, _

MOST_BYTES = 200_000_000
# A table on its way into the session: the file as it came, what was read from it, and what the runs learn from. And a
# run of the visitor's own code.
Form = Literal["file", "read", "used", "run"]
# How often something that has gone is looked for: its session may hold it until its page has run again.
LOOKS = 5
GONE = N_("Your table had been unused the longest and was removed to make room: please upload it again on Your data.")
LOST = N_("The server no longer has this file, perhaps because it has restarted: please upload it again.")


def nobody(owner: str) -> None:
    """Tell nobody."""


@dataclass
class _Place:
    """One form of a session's table: its size in bytes, when it was last used, what gives its memory back."""

    value: object
    size: int
    used: float
    release: Callable[[], None]


class Shelf:
    """Keeps one table a session, in up to three forms; where there is no room, what has rested longest goes first.

    most : bytes of all tables together · clock : gives seconds
    collect : finds what nobody holds any more (a page's script is a circle of functions, so it does not go by itself)
    on_gone : is called with a session whose table had to go
    """

    def __init__(
        self,
        most: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
        collect: Callable[[], object] = gc.collect,
        on_gone: Callable[[str], None] = nobody,
    ) -> None:
        self.most, self.on_gone = most, on_gone
        self._clock, self._collect = clock, collect
        self._places: dict[str, dict[Form, _Place]] = {}
        self._away: dict[str, float] = {}
        self._robbed: set[str] = set()
        self._leaving: list[tuple[weakref.ref[object], int]] = []
        self._lock = RLock()

    def put(self, owner: str, form: Form, value: object, size: int, release: Callable[[], None] = lambda: None) -> None:
        """Keep a session's table in this form, instead of the one it had.

        release : is called when it goes, to give back what else belongs to it
        Raises ValueError where it is larger than all that may be kept.
        """
        if size > self.most:
            raise ValueError(
                _(
                    "The table would take {value:,.0f} MB of memory, but there are {value2:g}.",
                    value=size / 1e6,
                    value2=self.most / 1e6,
                )
            )
        robbed = []
        with self._lock:
            self._take(owner, form)
            while self.held() + size > self.most:
                robbed.append(self._make_room(owner))
            self._places.setdefault(owner, {})[form] = _Place(value, size, self._clock(), release)
            self._robbed.update(robbed)
            self._robbed.discard(owner)
        for other in robbed:
            if other != owner:
                self.on_gone(other)
        self.tidy()

    def get(self, owner: str, form: Form) -> object | None:
        """A session's table in this form, if it is there. Whoever asks uses it, and so all forms of it."""
        with self._lock:
            places = self._places.get(owner, {})
            for place in places.values():
                place.used = self._clock()
            return places[form].value if form in places else None

    def drop(self, owner: str, form: Form) -> None:
        """This form of the table is not needed any more."""
        with self._lock:
            self._take(owner, form)

    def end(self, owner: str) -> None:
        """The session has ended: nothing of it stays."""
        with self._lock:
            for form in tuple(self._places.get(owner, ())):
                self._take(owner, form)
            self._away.pop(owner, None)
            self._robbed.discard(owner)

    def clear(self) -> None:
        """Nothing of any session stays."""
        for owner in self.owners():
            self.end(owner)
        self._robbed.clear()

    def owners(self) -> tuple[str, ...]:
        """The sessions that have a table, or that have not been told yet that it is gone."""
        with self._lock:
            return tuple({*self._places, *self._robbed})

    def held(self) -> int:
        """How many bytes are kept."""
        with self._lock:
            return sum(place.size for places in self._places.values() for place in places.values())

    def was_robbed(self, owner: str) -> bool:
        """Whether the session's table had to make room; told once."""
        with self._lock:
            robbed = owner in self._robbed
            self._robbed.discard(owner)
            return robbed

    def ended(self, is_there: Callable[[str], bool], patience: float) -> tuple[str, ...]:
        """End all sessions that nobody has been connected to for `patience` seconds, and say which they were.

        is_there : whether somebody is connected to a session. Has to be called again and again.
        """
        now = self._clock()
        with self._lock:
            away = {owner: self._away.get(owner, now) for owner in self.owners() if not is_there(owner)}
            over = tuple(owner for owner, since in away.items() if now - since >= patience)
            self._away = away
            for owner in over:
                self.end(owner)
        return over

    def tidy(self) -> None:
        """Look for what nobody holds any more, if something that has gone from here is still there."""
        with self._lock:
            self._leaving = [(left, looks + 1) for left, looks in self._leaving if left() and looks < LOOKS]
            look = bool(self._leaving)
        if look:
            self._collect()

    def _make_room(self, owner: str) -> str:
        """Let the table go that has rested longest, those of who is away first, and say whose it was.

        The owner's own goes last: what is in use may then be made anew from what has come.
        """
        first = min(self._places, key=lambda other: (other == owner, other not in self._away, self._used(other)))
        for form in tuple(self._places[first]):
            self._take(first, form)
        return first

    def _used(self, owner: str) -> float:
        return max(place.used for place in self._places[owner].values())

    def _take(self, owner: str, form: Form) -> None:
        places = self._places.get(owner, {})
        place = places.pop(form, None)
        if not places:
            self._places.pop(owner, None)
        if place is not None:
            place.release()
            # A file's name is no table.
            with suppress(TypeError):
                self._leaving.append((weakref.ref(place.value), 0))


TABLES = Shelf()
# While a table is read it takes several times its size.
READING = Semaphore(2)


def _session() -> str:
    """The session whose script runs in this thread; "" outside of all."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def is_lost(value: object) -> bool:
    """Whether this, the value of an upload's widget, stands for a file that the browser still shows and nobody has."""
    return isinstance(value, DeletedFile)


def take_bytes(file: UploadedFile) -> bytes:
    """The bytes of an uploaded file. Streamlit's own copy goes: its widget keeps an empty file of this name."""
    data = file.getvalue()
    file.truncate(0)
    context = get_script_run_ctx()
    if context is not None and data:
        if TABLES.get(context.session_id, "file") == file.file_id:
            TABLES.drop(context.session_id, "file")
        files = context.uploaded_file_mgr
        if isinstance(files, MemoryUploadedFileManager):
            files.add_file(context.session_id, UploadedFileRec(file.file_id, file.name, file.type, b""))
    return data


def put_table(table: Table) -> None:
    """This is the session's table, as it was read. Raises ValueError where it is too large."""
    TABLES.put(_session(), "read", table, table.nbytes)


def table() -> Table | None:
    """The session's table as it was read, if it is still there."""
    found = TABLES.get(_session(), "read")
    return found if isinstance(found, Table) else None


def drop_table() -> None:
    """The table as it was read is not needed any more; what the runs learn from stays."""
    TABLES.drop(_session(), "read")


def use(data: UserData) -> None:
    """The runs of this session may learn from this. Raises ValueError where it is too large."""
    TABLES.put(_session(), "used", data, data.nbytes)


def used() -> UserData | None:
    """What the runs of this session may learn from, if it is there."""
    data = TABLES.get(_session(), "used")
    return data if isinstance(data, UserData) else None


def put_run(run: OwnRun) -> None:
    """This is the session's own run, instead of the one it had. Raises ValueError where it is too large."""
    TABLES.put(_session(), "run", run, run.W.nbytes + run.dW.nbytes + run.loss.nbytes)


def own_run() -> OwnRun | None:
    """The session's own run, if it has one."""
    run = TABLES.get(_session(), "run")
    return run if isinstance(run, OwnRun) else None


def drop_run() -> None:
    """The session's own run is not needed any more."""
    TABLES.drop(_session(), "run")


def problem() -> str:
    """Why the session's table is gone, if it is; told once."""
    return _(GONE) if TABLES.was_robbed(_session()) else ""
