"""The tables of all sessions: within their bound, the one that rested longest goes first, and nothing of a session that
has ended stays."""

import gc
import weakref

import pytest

from ui.serving.table_shelf import Shelf


class Table:
    """Something that can be watched going."""


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_session_has_one_table_and_the_one_that_rested_longest_makes_room():
    clock, told, freed = Clock(), [], []
    shelf = Shelf(100, clock, on_gone=told.append)
    for name in "abc":
        clock.now += 1
        shelf.put(name, "used", Table(), 30, lambda name=name: freed.append(name))
    # Another table instead of the first: no room is needed for both.
    shelf.put("a", "used", Table(), 40, lambda: freed.append("a again"))
    assert (shelf.held(), told, freed) == (100, [], ["a"])
    clock.now += 1
    shelf.get("b", "used")
    shelf.put("d", "used", Table(), 25)
    assert (shelf.held(), told, freed) == (95, ["c"], ["a", "c"])
    assert shelf.get("c", "used") is None
    assert [shelf.was_robbed(name) for name in "abcdc"] == [False, False, True, False, False]
    # Who is away goes before who rests.
    clock.now += 1
    shelf.get("a", "used")
    shelf.ended(lambda name: name != "a", 10)
    shelf.put("e", "used", Table(), 30)
    assert told == ["c", "a"]


def test_all_forms_of_a_table_count_and_go_together():
    shelf = Shelf(100)
    shelf.put("a", "file", "id", 20)
    shelf.put("a", "read", Table(), 40)
    shelf.put("a", "used", Table(), 40)
    assert shelf.held() == 100
    shelf.drop("a", "file")
    assert shelf.held() == 80
    shelf.put("b", "file", "id", 30)
    assert (shelf.held(), shelf.get("a", "read"), shelf.get("a", "used")) == (30, None, None)
    # A table that alone would fill everything is refused, and takes nobody's room.
    with pytest.raises(ValueError, match="memory"):
        shelf.put("c", "read", Table(), 101)
    assert shelf.held() == 30
    # Its own older forms are the last to go.
    shelf.put("b", "read", Table(), 100)
    assert (shelf.held(), shelf.get("b", "file"), shelf.was_robbed("b")) == (100, None, False)


def test_a_session_ends_when_nobody_has_come_back_to_it():
    clock, freed = Clock(), []
    shelf = Shelf(100, clock)
    there = {"a", "b"}
    for name in "ab":
        shelf.put(name, "file", "id", 10, lambda name=name: freed.append(name))
    assert shelf.ended(there.__contains__, 90) == ()
    there.clear()
    assert shelf.ended(there.__contains__, 90) == ()
    clock.now = 60
    there.add("b")
    assert shelf.ended(there.__contains__, 90) == ()
    there.clear()
    clock.now = 95
    assert shelf.ended(there.__contains__, 90) == ("a",)
    assert (freed, shelf.held(), shelf.owners()) == (["a"], 10, ("b",))
    clock.now = 200
    assert shelf.ended(there.__contains__, 90) == ("b",)
    assert (freed, shelf.held(), shelf.owners()) == (["a", "b"], 0, ())


def test_what_has_gone_is_looked_for_where_a_page_goes_in_circles():
    shelf = Shelf(100)
    table = Table()
    table.circle = [table]
    watched = weakref.ref(table)
    shelf.put("a", "used", table, 10)
    del table
    gc.collect()
    gc.disable()
    try:
        shelf.end("a")
        assert watched() is not None
        shelf.tidy()
        assert watched() is None
        # What is not found is not looked for forever: somebody still needs it.
        kept, looked = Table(), []
        shelf = Shelf(100, collect=lambda: looked.append(1))
        shelf.put("a", "used", kept, 10)
        shelf.end("a")
        for _ in range(100):
            shelf.tidy()
        assert 1 < len(looked) < 10
    finally:
        gc.enable()
