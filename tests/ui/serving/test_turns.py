"""A fair share for each address, little before much, and nobody waits for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.serving.turns import PATIENT, T, Turns, household


def order(turns: Turns[T]) -> list[T]:
    return [turns.take() for _ in range(len(turns))]


def test_alike_ones_come_in_the_order_in_which_they_came() -> None:
    turns: Turns[str] = Turns()
    for name in "abcdef":
        turns.add(name, "", 1.0)
    assert [turns.place(name) for name in "abcdef"] == [1, 2, 3, 4, 5, 6]
    assert order(turns) == list("abcdef")


def test_an_address_with_many_requests_has_no_more_of_the_turns_than_another() -> None:
    turns: Turns[str] = Turns()
    for k in range(60):
        turns.add(f"greedy {k}", "1.1.1.1", 1.5)
    for name in ("b", "c"):
        turns.add(name, name, 1.5)
    assert turns.place("b") == 2
    assert set(order(turns)[:3]) == {"greedy 0", "b", "c"}


def test_an_address_that_had_much_already_lets_newcomers_go_first() -> None:
    turns: Turns[str] = Turns()
    for k in range(10):
        turns.add(f"greedy {k}", "1.1.1.1", 1.0)
    for _ in range(5):
        turns.take()
    turns.add("late", "2.2.2.2", 1.0)
    # It may be somebody's turn who has waited longest.
    assert "late" in [turns.take(), turns.take()]


def test_a_whole_hall_behind_one_address_has_every_turn_that_nobody_else_wants() -> None:
    turns: Turns[str] = Turns()
    for k in range(400):
        turns.add(f"student {k}", "hall", 0.1)
    assert order(turns) == [f"student {k}" for k in range(400)]


def test_little_goes_before_much_within_an_address_and_between_two() -> None:
    turns: Turns[str] = Turns()
    turns.add("much", "a", 2.0)
    turns.add("little", "a", 0.1)
    turns.add("another's little", "b", 0.2)
    assert order(turns) == ["little", "another's little", "much"]


@pytest.mark.parametrize("address", ["same", "ever another one"])
def test_much_is_not_overtaken_for_ever(address: str) -> None:
    turns: Turns[str] = Turns()
    turns.add("much", "same", 5.0)
    for k in range(PATIENT):
        turns.add(f"little {k}", address if address == "same" else f"{address} {k}", 0.01)
        if turns.take() == "much":
            break
    else:
        pytest.fail("it was overtaken by everybody")


def test_whoever_waits_long_before_he_asks_again_has_saved_up_nothing() -> None:
    turns: Turns[str] = Turns()
    turns.add("x", "rested", 1.0)
    turns.take()
    for k in range(20):
        turns.add(f"a {k}", "busy", 1.0)
    for _ in range(10):
        turns.take()
    for k in range(6):
        turns.add(f"r {k}", "rested", 1.0)
    # They alternate, more or less: the rested one does not get ten turns in a row.
    assert sum(turns.take().startswith("a") for _ in range(6)) >= 2


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.01, 0.5, 2.0]), st.integers(0, 2)), max_size=60))
def test_everybody_gets_exactly_one_turn_within_bounds(asked: list[tuple[str, float, int]]) -> None:
    """Some come, some are taken in between: each once, none before it came; places are 1, 2, 3 …"""
    turns: Turns[int] = Turns()
    came: list[int] = []
    went: list[int] = []
    for k, (address, seconds, takes) in enumerate(asked):
        turns.add(k, address, seconds)
        came.append(k)
        assert sorted(map(turns.place, turns)) == list(range(1, len(turns) + 1))
        went += [turns.take() for _ in range(min(takes, len(turns)))]
    went += order(turns)
    assert sorted(went) == came
    for place, k in enumerate(went):
        older = sum(other < k for other in went[place:])
        assert place - k <= (PATIENT - 1) * (older + k + 1) + PATIENT


def test_whoever_leaves_is_forgotten() -> None:
    turns: Turns[str] = Turns()
    turns.add("a", "", 1.0)
    turns.add("b", "", 1.0)
    assert turns.remove("a")
    assert not turns.remove("a")
    assert turns.place("a") == 0
    assert order(turns) == ["b"]


def test_a_household_is_one_address() -> None:
    assert household("2001:db8::1") == household("2001:db8::ffff:2")
    assert household("2001:db8::1") != household("2001:db8:0:1::1")
    assert household("::ffff:10.0.0.1") == household("10.0.0.1") == "10.0.0.1"
    assert household("fe80::1%eth0") == household("fe80::2")
    assert household("testclient") == "testclient"
    assert household("") == ""
