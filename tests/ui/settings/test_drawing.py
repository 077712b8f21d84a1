"""What is edited in the table of drawn points, beside what the pens do meanwhile."""

from typing import Any

from ui.settings.drawing import COLUMNS, edited_rows

A, B, C, D = (0.0, 1.0, 0), (2.0, 3.0, 1), (4.0, 5.0, 0), (6.0, 7.0, 1)


def edits(cells: dict[int, dict[str, Any]] | None = None, deleted: tuple[int, ...] = (), *added: Any) -> dict[str, Any]:
    return {"edited_rows": cells or {}, "deleted_rows": list(deleted), "added_rows": list(added)}


def values(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in COLUMNS) for row in rows]


def test_cells_rows_and_new_rows_are_edited() -> None:
    new = {"x1": 8.0, "x2": 9.0, "class": 1}
    rows = edited_rows((A, B, C), edits({1: {"x1": -2.5}}, (2,), new), (A, B, C))
    assert values(rows) == [A, (-2.5, 3.0, 1), (8.0, 9.0, 1)]


def test_a_point_that_was_drawn_meanwhile_stays() -> None:
    assert values(edited_rows((A,), edits({0: {"x2": 7.5}}), (A, B))) == [(0.0, 7.5, 0), B]
    assert values(edited_rows((A,), edits({}, (0,)), (A, A, B))) == [A, B]


def test_a_point_that_went_meanwhile_stays_away_and_its_neighbours_keep_their_edits() -> None:
    assert values(edited_rows((A, B, C), edits({0: {"x1": 9.0}, 2: {"class": 1}}), (B, C))) == [B, (4.0, 5.0, 1)]
    # It was moved: it is where the pen left it.
    assert values(edited_rows((A, B), edits({1: {"x1": 9.0}}), (D, B))) == [(9.0, 3.0, 1), D]


def test_half_a_row_has_no_value_yet() -> None:
    assert values(edited_rows((A,), edits({}, (), {"x1": 1.0}), (A,))) == [A, (1.0, None, None)]
