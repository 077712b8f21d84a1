"""A table that somebody brings: read whatever its separator, its decimal mark and its encoding.
Every column is explained: what is in it, what is missing, and why it can be no feature where it cannot."""

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import numpy as np
import pandas as pd

from core.arrays import Array
from core.data.columns import NUMBER, ColumnInfo, described, show
from core.data.user_data import COLUMNS, ROWS
from core.sentence import Sentence, Words

BYTES = 20 * 2**20
# In this order where several would do: in a table with semicolons the commas are decimal marks.
SEPARATORS = {"\t": Words("tabs"), ";": Words("semicolons"), "|": Words("vertical bars"), ",": Words("commas")}
# What decimal marks are called.
DECIMALS = (Words("point"), Words("comma"))
# Enough lines to see the separator.
LINES = 100
# Longer texts are cut, column names as well as values.
TEXT = 60
# What is read for longer than so many seconds ends in a sentence, looked for every so many lines.
SECONDS = 3.0
OFTEN = 1_000
# Quoted texts may go over some lines, and some may be blank; for more than so many a row nobody waits.
LINES_A_ROW = 10

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# No text has these: a picture, a program or a zip has them at once.
CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")

# In texts a line each: a space at an end, or more than one between.
UNCLEAN = re.compile(r"\n | \n|  ")


class _TooLongError(ValueError):
    """A table takes too long to read."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read.

    name : the file's · rows : how many · read_as : how it was read, in words
    columns : what is in each
    """

    name: str
    rows: int
    read_as: str
    columns: tuple[ColumnInfo, ...]
    _frame: pd.DataFrame = field(repr=False)

    @property
    def nbytes(self) -> int:
        """How many bytes its values take."""
        return int(self._frame.memory_usage(deep=True).sum())

    def column(self, name: str) -> ColumnInfo:
        """What is in the column of this name; raises ValueError where there is none."""
        for info in self.columns:
            if info.name == name:
                return info
        raise ValueError(Sentence("The table has no column named {column!r}.", column=str(name)[:40]))

    def is_number(self, name: str) -> bool:
        """Whether all values of a column are numbers; of an empty one, too."""
        self.column(name)
        return pd.api.types.is_float_dtype(self._frame[name])

    def numbers(self, name: str) -> Array:
        """A column of numbers, (rows,), NaN where one is missing."""
        return self._frame[name].to_numpy(dtype=float, copy=True)

    def texts(self, name: str) -> tuple[str, ...]:
        """Any column, each value as it is shown, "" where one is missing."""
        column = self._frame[name]
        if not self.is_number(name):
            return tuple(column.fillna("").tolist())
        shown = {value: show(value) for value in column.dropna().unique()}
        return tuple(shown.get(value, "") for value in column)

    def preview(self, rows: int = 10) -> pd.DataFrame:
        """A copy of the first rows."""
        return self._frame.head(rows).copy()


def read_table(data: bytes, name: str, clock: Callable[[], float] = time.thread_time) -> Table:
    """The bytes of a file, and its name → the table in it.

    Its lines have fields between tabs, semicolons, bars or commas, in quotes where need be; its numbers a decimal
    point or, throughout, a decimal comma; its text is UTF-8 or UTF-16, or else Windows-1252 or Latin-1. Its first line
    names the columns, unless there is a number in it: then they are x1, x2, …

    clock : gives seconds; the usual one those in which the processor works for this thread: nobody else's count

    Raises ValueError, in one sentence, for anything else, for more than 20 MB, 200,000 rows or 100 columns, and for
    what takes longer than three seconds.
    """
    name = _clean(name) or "table"
    file = f"“{name}”"
    check = _timer(clock, file)
    if len(data) > BYTES:
        raise ValueError(
            Sentence(
                "{file} has {size:,.1f} MB, but at most {most} MB can be read.",
                file=file,
                size=len(data) / 2**20,
                most=BYTES // 2**20,
            )
        )
    if data.startswith(b"PK\x03\x04"):
        raise ValueError(Sentence("{file} is a workbook or a zip: save the table as CSV, and upload that.", file=file))
    text, encoding = _decoded(data, file)
    # Windows ends a line by both.
    lines = text.count("\n") + text.count("\r") - text.count("\r\n")
    if lines > LINES_A_ROW * ROWS:
        raise ValueError(
            Sentence(
                "{file} has {lines:,} lines, but at most {most:,} rows can be read.", file=file, lines=lines, most=ROWS
            )
        )
    separator = _separator(text, file)
    first, rows, width = _measured(text, separator, file, check)
    has_header = not any(NUMBER.fullmatch(cell) for cell in first)
    rows -= has_header
    if rows < 1:
        raise ValueError(Sentence("{file} has a line of column names, but no rows below it.", file=file))
    if rows > ROWS:
        raise ValueError(
            Sentence("{file} has {rows:,} rows, but at most {most:,} can be read.", file=file, rows=rows, most=ROWS)
        )
    frame, decimal = _parsed(text, separator, has_header, (rows, width), file, check)
    frame.columns = pd.Index(_column_names(first if has_header else [f"x{i + 1}" for i in range(width)]))
    read_as = Sentence(
        "Rows: {rows:,}; columns: {width}, separated by {separator}; decimal {decimal}; {encoding}.",
        rows=rows,
        width=width,
        separator=Sentence(SEPARATORS[separator]),
        decimal=Sentence(decimal),
        encoding=encoding,
    )
    columns = []
    for column in frame.columns:
        check()
        columns.append(described(column, frame[column]))
    return Table(name, rows, read_as, tuple(columns), frame)


def _timer(clock: Callable[[], float], file: str) -> Callable[[], None]:
    """Something to call now and then, which raises ValueError when it has taken too long."""
    end = clock() + SECONDS

    def check() -> None:
        if clock() > end:
            raise _TooLongError(
                Sentence(
                    "{file} takes longer than {most:g} seconds to read: try fewer rows or columns.",
                    file=file,
                    most=SECONDS,
                )
            )

    return check


def _clean(text: str) -> str:
    """One printable line of 60 characters at the most: nothing that ends a line or turns its direction."""
    line = "".join(c if c.isprintable() else " " for c in text[: 4 * TEXT])
    return " ".join(line.split())[:TEXT].strip()


# Bytes → text → lines


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """The text, and what its encoding is called."""
    encodings = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    if not encodings and b"\0" in data[:1000]:
        # UTF-16 without a mark: every other byte of plain text is 0.
        little = data[1:1000:2].count(0) > data[:1000:2].count(0)
        encodings = ["utf-16-le" if little else "utf-16-be"]
    for encoding in encodings or ["utf-8", "cp1252", "latin-1"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.rstrip("\r\n\x1a")
        if not text.strip():
            raise ValueError(Sentence("{file} is empty.", file=file))
        if CONTROL.search(text):
            break
        return text, {"cp1252": "Windows-1252", "latin-1": "Latin-1"}.get(encoding, encoding[:6].upper().rstrip("-"))
    raise ValueError(Sentence("{file} is not a text file: a table must be CSV or TSV.", file=file))


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank, split into its fields, and its number in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    for row in reader:
        if row:
            yield reader.line_num, row


def _separator(text: str, file: str) -> str:
    """The one that gives the first lines the same number of fields, more than one."""
    best, separator = 0.0, ""
    for candidate in SEPARATORS:
        try:
            widths = [len(row) for _, row in islice(_lines(text, candidate), LINES)]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count, default=0)
        share = widths.count(usual) / len(widths) if usual > 1 else 0.0
        if share > best:
            best, separator = share, candidate
    if not separator:
        raise ValueError(
            Sentence("{file} has only one column: a table needs at least a label and a feature.", file=file)
        )
    return separator


def _measured(text: str, separator: str, file: str, check: Callable[[], None]) -> tuple[list[str], int, int]:
    """The fields of the first line, how many lines there are, and how many fields in each."""
    first: list[str] = []
    count = 0
    try:
        for line, row in _lines(text, separator):
            first = first or row
            if count % OFTEN == 0:
                check()
            if len(row) != len(first):
                known = {"line": line, "file": file, "fields": len(row), "first": len(first)}
                raise ValueError(
                    Sentence("Line {line:,} of {file} has 1 field, but the first has {first}.", **known)
                    if len(row) == 1
                    else Sentence("Line {line:,} of {file} has {fields} fields, but the first has {first}.", **known)
                )
            count += 1
    except csv.Error as error:
        raise ValueError(Sentence("{file} cannot be read: is a quotation mark left open?", file=file)) from error
    if len(first) > COLUMNS:
        raise ValueError(
            Sentence(
                "{file} has {columns:,} columns, but at most {most} can be read.",
                file=file,
                columns=len(first),
                most=COLUMNS,
            )
        )
    return first, count, len(first)


# Lines → columns


def _parsed(
    text: str, separator: str, has_header: bool, shape: tuple[int, int], file: str, check: Callable[[], None]
) -> tuple[pd.DataFrame, Literal["point", "comma"]]:
    """The table (rows, columns), float64 where all values are numbers and str elsewhere, and its decimal mark."""

    def parse(decimal: str, text_columns: tuple[str, ...] = ()) -> pd.DataFrame:
        check()
        frame = pd.read_csv(
            io.StringIO(text, newline=""),
            sep=separator,
            decimal=decimal,
            header=0 if has_header else None,
            names=[str(i) for i in range(shape[1])],
            index_col=False,
            skipinitialspace=True,
            low_memory=False,
            na_values=["?"],
            dtype=dict.fromkeys(text_columns, str),
        )
        if frame.shape != shape:
            raise ValueError
        return frame

    try:
        frame, mark = parse("."), "."
        if "," in text:
            # Decimal commas it is where they make numbers of more columns, and there is no decimal point anywhere.
            with_commas = parse(",")
            if set(_number_columns(with_commas)) > set(_number_columns(frame)):
                frame, mark = with_commas, ","
        # pandas takes TRUE and FALSE for truth values. Here they are texts, spelled as they are.
        others = tuple(column for column in frame.columns if column not in _number_columns(frame))
        if any(not pd.api.types.is_string_dtype(frame[column]) for column in others):
            frame = parse(mark, others)
    except _TooLongError:
        raise
    except (ValueError, OverflowError, csv.Error) as error:
        raise ValueError(Sentence("{file} cannot be read: is a quotation mark left open?", file=file)) from error
    for column in frame.columns:
        check()
        if column in others:
            frame[column] = _clean_texts(frame[column])
        else:
            frame[column] = frame[column].astype(float).replace([np.inf, -np.inf], np.nan)
    return frame, "point" if mark == "." else "comma"


def _number_columns(frame: pd.DataFrame) -> tuple[str, ...]:
    """The columns that pandas has read as numbers; truth values are none."""
    return tuple(
        str(column)
        for column, dtype in frame.dtypes.items()
        if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    )


def _clean_texts(column: "pd.Series[str]") -> "pd.Series[str]":
    """Each text cleaned, and NaN where nothing is left of it."""
    # Most columns are clean as they are, which is quickly seen in all of their texts together.
    texts = [str(value) for value in column.dropna().unique().tolist()]
    together = "\n".join(["", *texts, ""])
    is_clean = together.replace("\n", "").isprintable() and not UNCLEAN.search(together)
    if is_clean and together.count("\n") == len(texts) + 1 and max(map(len, texts), default=0) <= TEXT:
        return column.astype(str)
    clean = {value: _clean(value) for value in texts}
    return column.map({value: text or np.nan for value, text in clean.items()}).astype(str)


def _column_names(names: list[str]) -> list[str]:
    """Cleaned, none of them empty, and each different from all others."""
    unique: list[str] = []
    for i, name in enumerate(names):
        name = wanted = _clean(name) or f"column {i + 1}"
        count = 1
        while name in unique:
            count += 1
            name = f"{wanted} ({count})"
        unique.append(name)
    return unique
