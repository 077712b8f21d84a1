"""Panels that are not charts: code with lit lines, formulas, tables, bars, and the computation graph.
Each says what it shows at every stage; the browser (web/panels) fills in the numbers of the chosen sample."""

import json
import re
from dataclasses import dataclass
from typing import Literal

# A place in a template that holds a text and no number.
TEXT = r'\{("(?:[^"\\]|\\.)*")\}'


def literal(text: str) -> str:
    """What somebody has written, as a part of a template: it is shown letter by letter, and nothing in it is filled in.

    It stands in braces like the places of numbers: who leaves those alone (`notation.translate`) leaves it alone too.
    """
    return "{" + json.dumps(text).replace("{", "\\u007b").replace("}", "\\u007d") + "}"


def spelled_out(template: str) -> str:
    """A template without numbers as the text that it says: `literal` texts as they were written."""
    return re.sub(TEXT, lambda place: str(json.loads(place[1])), template)


@dataclass(frozen=True)
class Content:
    """What every kind is: data that says all by itself, and that JSON can write. The browser finds it by its class's
    name, so none is listed anywhere."""


@dataclass(frozen=True)
class Code(Content):
    """Source lines, of which some are lit.

    lines : the source, a line each · active : for each stage, or once for all, the numbers of the lit lines, from 0
    """

    lines: tuple[str, ...]
    active: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Excerpt:
    """The code of one stage, covered until it is asked for.

    task : what to try before one looks · lines : (the source, the same without types, "" for a guard, and whether the
    stage is done by this line)
    """

    task: str
    lines: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Excerpts(Content):
    """For each stage its code."""

    stages: tuple[Excerpt, ...]


Role = Literal["symbols", "numbers", "result", "note", "passed", "failed"]


Line = tuple[Role, str] | tuple[Role, str, str]


@dataclass(frozen=True)
class Text(Content):
    """Formulas: for each stage, or once for all, lines of (role, template).

    A third entry names a scalar: the line is shown where that is not zero.
    """

    stages: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class ArrayTable:
    """An array, or several of one length beside each other.

    title : names and shapes · head : the columns' names · columns : the names of the scalars that fill them
    per : what a row is: a "sample" (of which the first are shown, and the chosen one), or a "weight", whose scalars are
    single numbers and stand row after row in `columns`
    writes : whether the stage makes this array, or only reads it
    """

    title: str
    head: tuple[str, ...]
    columns: tuple[str, ...]
    per: Literal["sample", "weight"]
    writes: bool


@dataclass(frozen=True)
class Tables(Content):
    """For each stage the arrays that it reads and writes."""

    stages: tuple[tuple[ArrayTable, ...], ...]


@dataclass(frozen=True)
class Node:
    """A box of the graph, in the units of its view box.

    title : name and shape · value : a template · since : the stage from which it is known
    lit : stages that read or write it · kind : its colour
    leads_to : the stage that a click goes to, where that is not `since`
    later : the template from the stage `later_since` on, where that is another one
    """

    title: str
    value: str
    x: float
    y: float
    width: float
    kind: Literal["given", "forward", "backward", "cache"]
    since: int
    lit: tuple[int, ...]
    later: str = ""
    later_since: int = 0
    leads_to: int | None = None


@dataclass(frozen=True)
class Edge:
    """An arrow along points (x, y), with a word at its middle; lit at some stages."""

    points: tuple[tuple[float, float], ...]
    label: str
    kind: Literal["forward", "backward"]
    lit: tuple[int, ...]


@dataclass(frozen=True)
class Graph(Content):
    """The computation graph: values flow right, gradients flow left."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Rectangle:
    """An array as a rectangle: its name, and its dimensions in words.

    height, width : how it is drawn, in one unit for all · cut : the side that is drawn shorter than it is
    """

    label: str
    dimensions: str
    height: int
    width: int
    cut: Literal["", "height", "width"] = ""


@dataclass(frozen=True)
class Product:
    """Rectangles with signs between them, e.g. Xᵀ · dL/dy → dW; whether it fits; and one sentence."""

    parts: tuple[Rectangle | str, ...]
    fits: bool
    note: str


@dataclass(frozen=True)
class Shapes(Content):
    """For each stage the products that it takes, and those that would not fit."""

    stages: tuple[tuple[Product, ...], ...]


@dataclass(frozen=True)
class Grid(Content):
    """A table whose cells are templates, a row a run, a stage, a weight.

    head : the columns' names · rows : the cells · hints : for each cell what it says on hover, "" for nothing
    styles : each row's (colour, dash), drawn before its first cell; none where rows have no line in a chart
    lit : the rows that are lit, from 0
    about : for each column what its name says on hover, "" for nothing; none where no name needs it
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hints: tuple[tuple[str, ...], ...] = ()
    styles: tuple[tuple[str, str], ...] = ()
    lit: tuple[int, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """Numbers with bars below one name.

    head : its name · scalars : what fills it, row after row · limit : the number whose bar is as long as there is room
    kind : its colour
    """

    head: str
    scalars: tuple[str, ...]
    limit: float
    kind: Literal["gradient", "weights"]


@dataclass(frozen=True)
class Bars(Content):
    """A table of numbers, each with a bar from zero: what is positive points right, what is negative left.

    names : the rows' names
    """

    names: tuple[str, ...]
    columns: tuple[Column, ...]
