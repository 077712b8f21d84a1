"""Tables that somebody brings: read in every spelling, explained, and refused in one sentence where they cannot be."""

import csv
import io
import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.data.columns import show
from core.data.sets.csv import TABLES
from core.data.tables import BYTES, SEPARATORS, TEXT, Table, read_table
from core.data.user_data import LARGEST
from tests.examples import examples

pytestmark = pytest.mark.filterwarnings("error")
SENTENCE = r"^[^\n]{15,200}[.?]$"

# Letters that Windows-1252 has as well. No digit and no sign, so that no word is a number.
LETTERS = "abcdefgXYZ äöüßéØ"
MISSING_WORDS = {"na", "nan", "null", "none", "n/a"}


def read(text, name="data.csv", encoding="utf-8"):
    return read_table(text.encode(encoding), name)


def refused(data, name="data.csv"):
    """The sentence with which the bytes are refused, or None where they are a table."""
    try:
        read_table(data, name)
    except ValueError as error:
        return str(error)
    return None


# Whatever the spelling

numbers = st.floats(-LARGEST, LARGEST).map(lambda x: x + 0.0) | st.integers(-1000, 1000).map(float)
words = st.text(LETTERS, min_size=1, max_size=8).map(lambda w: " ".join(w.split()) or "ä")
words = words.filter(lambda word: word.lower() not in MISSING_WORDS)


@st.composite
def tables(draw):
    """Columns of numbers and of words, two at least, a first one without gaps, and their names."""
    rows = draw(st.integers(1, 8))
    kinds = draw(st.lists(st.sampled_from([numbers, words]), min_size=2, max_size=5))
    columns = [
        draw(st.lists(kind if i == 0 else kind | st.none(), min_size=rows, max_size=rows))
        for i, kind in enumerate(kinds)
    ]
    names = draw(st.lists(words, min_size=len(kinds), max_size=len(kinds), unique=True))
    return names, columns


def written(names, columns, separator, decimal, encoding, header=True, end="\n"):
    def cell(value):
        if value is None:
            return ""
        return value if isinstance(value, str) else repr(value).replace(".", decimal)

    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerows(([names] if header else []) + [[cell(v) for v in row] for row in zip(*columns, strict=True)])
    return out.getvalue().encode(encoding)


@pytest.mark.long
@examples(300)
@given(
    tables(),
    st.sampled_from(list(SEPARATORS)),
    st.sampled_from([".", ","]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_table_comes_back_equal(table, separator, decimal, encoding, end):
    names, columns = table
    if encoding.startswith("utf-16-"):
        # Without a mark it is told by its zeros, of which short texts in other alphabets have too few.
        names, columns = ["a" * 30 + name for name in names], columns
    found = read_table(written(names, columns, separator, decimal, encoding, end=end), "data.csv")
    assert [info.name for info in found.columns] == names
    assert found.rows == len(columns[0])
    for info, column in zip(found.columns, columns, strict=True):
        assert info.missing == column.count(None)
        present = list(dict.fromkeys(value for value in column if value is not None))
        assert info.distinct == len(present)
        if not present:
            assert info.kind == "empty"
        elif isinstance(present[0], str):
            assert found.texts(info.name) == tuple(value or "" for value in column)
            assert info.kind in ("text", "constant")
            assert info.values == tuple(present)
        else:
            want = np.array([np.nan if value is None else value for value in column])
            assert np.array_equal(found.numbers(info.name), want, equal_nan=True)
            assert info.kind in ("number", "constant")
        assert (info.reason == "") == (info.kind == "number")


@examples(60)
@given(st.lists(st.tuples(numbers, numbers, words), min_size=1, max_size=6), st.sampled_from(list(SEPARATORS)))
def test_without_a_line_of_names(rows, separator):
    found = read_table(written([], list(zip(*rows, strict=True)), separator, ".", "utf-8", header=False), "a.csv")
    assert [info.name for info in found.columns] == ["x1", "x2", "x3"]
    assert found.rows == len(rows)
    assert found.numbers("x1").tolist() == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a;b\n1,5;2\n2,25;3\n", [1.5, 2.25]),
        ("a\tb\n1,5\t2\n2,25\t3\n", [1.5, 2.25]),
        ('a,b\n"1,5",2\n"2,25",3\n', [1.5, 2.25]),
        ("a;b\n1.5;2\n2.25;3\n", [1.5, 2.25]),
        ("a|b\n1|2\n2|3\n", [1, 2]),
        ("a;b;c\n1,5;x;2\n;y;3\n", [1.5, np.nan]),
        ("a, b\n 1.5 , 2\n 2.25, 3\n", [1.5, 2.25]),
        ("a,b\n1e-3,2\n-.5,3\n", [0.001, -0.5]),
        ("a,b\n\n1,2\n\n3,4\n\n\n", [1, 3]),
        ("a,b\n?,2\nNA,4\n5,6", [np.nan, np.nan, 5]),
    ],
)
def test_the_first_column_is_read(text, want):
    assert np.array_equal(read(text).numbers("a"), want, equal_nan=True)


def test_a_comma_is_no_decimal_mark_where_a_point_is_one():
    found = read("a;b\n1,234;0.5\n2,345;1.5\n")
    assert found.column("a").kind == "text"
    assert found.numbers("b").tolist() == [0.5, 1.5]
    assert "decimal point" in found.read_as


def test_how_it_was_read_is_said():
    assert read("a;b\n1,5;2\n").read_as == "Rows: 1; columns: 2, separated by semicolons; decimal comma; UTF-8."
    assert "Windows-1252" in read("a\tä\n1\t2\n", encoding="cp1252").read_as
    assert "UTF-16" in read("a\tb\n1\t2\n", encoding="utf-16").read_as
    assert "UTF-8." in read("a\tb\n1\t2\n", encoding="utf-8-sig").read_as


def test_quoted_fields_hold_separators_quotes_and_ends_of_lines():
    found = read('name,x\n"Doe, Jane",1\n"the ""first""",2\n"two\nlines",3\n')
    assert found.texts("name") == ("Doe, Jane", 'the "first"', "two lines")


@pytest.mark.parametrize("file", ["ames_housing.csv", "penguins.csv"])
def test_the_tables_that_come_with_the_app(file):
    found = read_table((TABLES / file).read_bytes(), file)
    assert sum(info.kind == "number" for info in found.columns) >= 4
    assert found.name == file


# What is said of a column


def test_every_column_is_explained():
    found = read("age,city,unit,gap,mark\n30,Bonn,m,,1\n41,Ulm,m,,2\n,Bonn,m,,sick\n7,Ulm,m,,3\n8,Ulm,m,,4\n")
    said = {info.name: (info.kind, info.missing, info.values, info.distinct, info.reason) for info in found.columns}
    assert said == {
        "age": ("number", 1, ("30", "41", "7", "8"), 4, ""),
        "city": ("text", 0, ("Bonn", "Ulm"), 2, "“city” is text, and a weight needs a number to multiply."),
        "unit": ("constant", 0, ("m",), 1, "“unit” has only one value, so it cannot tell samples apart."),
        "gap": ("empty", 5, (), 0, "“gap” is empty."),
        "mark": ("text", 0, ("1", "2", "sick", "3", "4"), 5, "“mark” is text, because “sick” is not a number."),
    }
    assert found.column("city").kind == "text"
    with pytest.raises(ValueError, match="no column named 'x9'"):
        found.column("x9")


def test_truth_values_are_texts_spelled_as_they_are():
    found = read("a,b\nTRUE,1\nfalse,2\n,3\n")
    assert found.texts("a") == ("TRUE", "false", "")
    assert found.column("a").kind == "text"
    assert found.texts("b") == ("1", "2", "3")


def test_infinities_are_missing_and_endless_numbers_are_texts():
    found = read(f"a,b,c\n1,{'9' * 400},inf\n2,5,1\n3,6,2\n")
    assert found.column("b").kind == "text"
    assert found.column("a").kind == "number"
    assert found.column("c").kind in ("text", "number")
    assert np.isfinite(found.numbers("a")).all()


@pytest.mark.parametrize(
    ("header", "want"),
    [
        ("a,a,a", ["a", "a (2)", "a (3)"]),
        (",b,", ["column 1", "b", "column 3"]),
        ("a,a (2),a", ["a", "a (2)", "a (3)"]),
        (" a ,a,b", ["a", "a (2)", "b"]),
        ('"a\nb",\N{RIGHT-TO-LEFT OVERRIDE}c,d\N{NO-BREAK SPACE}e', ["a b", "c", "d e"]),
        ("a,b," + "x" * 10_000, ["a", "b", "x" * TEXT]),
        ("<b>a</b>,=1+1,@b", ["<b>a</b>", "=1+1", "@b"]),
    ],
)
def test_names_are_made_unique_and_printable(header, want):
    found = read(header + "\n1,2,3\n")
    assert [info.name for info in found.columns] == want
    assert all(name.isprintable() for name in want)


def test_long_texts_are_cut():
    found = read("a,b\n" + "x" * 1000 + ",1\ny,2\n")
    assert found.texts("a") == ("x" * TEXT, "y")


def test_a_preview_is_a_copy():
    found = read("a,b\n1,2\n3,4\n")
    preview = found.preview(1)
    preview.loc[:, "a"] = 9.0
    found.numbers("a")[:] = 9.0
    assert found.preview().to_numpy().tolist() == [[1, 2], [3, 4]]
    assert isinstance(found, Table)


def test_numbers_are_shown_short_and_exactly():
    shown = ["3", "-0.5", "0.1", "1e+300", "123456789012345"]
    assert [show(x) for x in (3.0, -0.5, 0.1, 1e300, 123456789012345.0)] == shown


# What is no table


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"a\n1\n2\n", "one column"),
        (b"just some words", "one column"),
        (b"a,b\n", "no rows"),
        (b"a,b\n1,2\n3\n", "Line 3 of “data.csv” has 1 field, but the first has 2."),
        (b"a,b\n1,2\n3,4,5\n", "Line 3 of “data.csv” has 3 fields, but the first has 2."),
        (b"a,b\n1,2\n\n\n3,4,5\n", "Line 5"),
        (b"PK\x03\x04\x14\0\x06\0", "CSV"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (bytes(range(256)), "not a text file"),
        (b"a,b\n1,\x02\n", "not a text file"),
        (b"\xff\xfea", "not a text file"),
        (b"\0" * 1000, "not a text file"),
        (b'a,b\n1,"2\n3,4\n', ""),
        (b'a,b\n"' + b"x" * 200_000 + b'",2\n', ""),
        (b",".join([b"a"] * 101) + b"\n" + b",".join([b"1"] * 101), "101 columns, but at most 100"),
        (b"a,b\n" + b"1,2\n" * 200_001, "200,001 rows, but at most 200,000"),
        (b"a,b\n" + b"1" * BYTES, "20 MB"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data, word):
    sentence = refused(data)
    assert sentence is not None
    assert re.match(SENTENCE, sentence)
    assert word in sentence


def test_the_limits_themselves_can_be_read():
    assert read("a,b\n" + "1,2\n" * 200_000).rows == 200_000
    assert len(read(",".join("1" * 100) + "\n" + ",".join("2" * 100)).columns) == 100


def test_a_hostile_name_of_a_file_is_shown_as_one_short_line():
    sentence = refused(b"", "<script>\n" + "x" * 10_000)
    assert re.match(SENTENCE, sentence)


@examples(400)
@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "surrogatepass")))
@example(b"\xff\xfe\0\0a")
@example(b"\x81,\x8d\n1,2")
def test_any_bytes_are_a_table_or_one_sentence(data):
    sentence = refused(data)
    assert sentence is None or re.match(SENTENCE, sentence)


GOOD = (TABLES / "penguins.csv").read_bytes()[:2000]


@examples(300)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=4)), min_size=1, max_size=6), st.booleans())
def test_a_damaged_table_is_a_table_or_one_sentence(damage, cut):
    data = bytearray(GOOD)
    for place, new in damage:
        data[place : place + 2] = new
    sentence = refused(bytes(data[: damage[0][0]] if cut else data))
    assert sentence is None or re.match(SENTENCE, sentence)


FRAGMENTS = [
    *SEPARATORS,
    "\n",
    "\r",
    '"',
    "1",
    "a",
    "1,5",
    "2.5",
    " ",
    "?",
    "NA",
    "=",
    "\N{NO-BREAK SPACE}",
    "TRUE",
    "ä",
]


@examples(400)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_mixture_of_what_tables_are_made_of_is_a_table_or_one_sentence(text, encoding):
    sentence = refused(text.encode(encoding))
    assert sentence is None or re.match(SENTENCE, sentence)


def test_whatever_is_not_clean_is_cleaned_in_its_column():
    """Most columns are seen to be clean all at once; one text that is not must not slip through with the others."""
    for dirty, clean in [
        ("a  b", "a b"),
        ("a ", "a"),
        ("a\N{NO-BREAK SPACE}b", "a b"),
        ("a\nb", "a b"),
        ("a\n", "a"),
        ("\n", ""),
        ("x" * (TEXT + 1), "x" * TEXT),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}", "a"),
        ("x" * TEXT, "x" * TEXT),
    ]:
        for place in range(3):
            texts = ["one", "two", "three"]
            texts[place] = f'"{dirty}"'
            want = ["one", "two", "three"]
            want[place] = clean
            found = read("a,b\n" + "".join(f"{text},{i}\n" for i, text in enumerate(texts)))
            assert list(found.texts("a")) == want


# What takes too long


def test_millions_of_blank_lines_are_not_gone_through():
    says = "“data.csv” has 3,000,004 lines, but at most 200,000 rows can be read."
    lines = b"a,b\n1,2\n" + b"\n" * 3_000_000 + b"1,2\n3,4\n5,6"
    assert refused(lines) == says
    assert refused(lines.replace(b"\n", b"\r\n")) == says
    # Some blank lines are as well as before.
    assert read("a,b\n" + "1,2\n\n\n" * 1000).rows == 1000


def test_what_takes_too_long_ends_in_a_sentence_wherever_it_is():
    text = ("a;b;c;d\n" + "1,5;x;TRUE;2\n2,5;y;FALSE;3\n" * 1500).encode()

    def ticks(late):
        """A clock that stands still, and is far ahead from one look on."""
        looks = iter(range(10_000))
        return lambda: 100.0 if next(looks) >= late else 0.0

    says = set()
    late = 1
    while True:
        try:
            table = read_table(text, "data.csv", ticks(late))
        except ValueError as error:
            says.add(str(error))
            late += 1
        else:
            break
    assert table.rows == 3000
    assert says == {"“data.csv” takes longer than 3 seconds to read: try fewer rows or columns."}
    # It is looked for at least among the lines, at each of the three passes, and at every column.
    assert late > 10
