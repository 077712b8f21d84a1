"""Modules of the browser half bundled into one: a browser asks for it once, instead of for one after the other, and it
is shorter. Each module is a function of its own there: no name of one meets another's. Ours import and export in few
forms: others are refused here, and a test has node take what comes out, and the modules themselves, and compares what
both offer."""

import re
from collections.abc import Callable, Mapping, Sequence
from posixpath import basename, dirname, join, normpath

PATH = r'"(\.{1,2}/[^"]+\.js)"'
IMPORT = re.compile(rf"^import (?:(\w+)|\{{([^}}]*)\}}) from {PATH};\n", re.MULTILINE)
PASSED_ON = re.compile(rf"^export \{{([^}}]*)\}} from {PATH};\n", re.MULTILINE)
DECLARED = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
DEFAULT_FUNCTION = re.compile(r"^export default ((?:async )?function) (\w+)", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)
LATER = re.compile(rf"\bimport\({PATH}\)")
# A browser compiles all of it while it is received, and not function by function while the page is drawn.
AT_ONCE = "//# allFunctionsCalledOnLoad\n"
LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(sources: Mapping[str, str], names: Sequence[str], entry: str) -> str:
    """Some modules as one, which offers what `entry` does; and each of them as a variable, to those that stand apart.
    All of them run when it is imported, those too that are imported later.

    sources : of all modules, by their names · names : of those in the bundle, each behind all that it imports
    """
    inside = set(names)

    def later(name: str) -> str:
        return _promised(name) if name in inside else f'import("./{folder_beside(basename(entry))}{name}")'

    parts = [_scope(name, sources[name], later) for name in names]
    offered = ", ".join(_offers(entry, sources[entry]))
    variables = ", ".join(map(_variable, names))
    return f"{AT_ONCE}{''.join(parts)}export const {{ {offered} }} = {_variable(entry)};\nexport {{ {variables} }};\n"


def beside_bundle(sources: Mapping[str, str], names: Sequence[str], entry: str, name: str) -> str:
    """A module that comes later than those that are bundled (see `bundle`), and takes them from there. It stands in a
    folder that is called as the entry is: what is not bundled either stands beside it."""
    source, needed = sources[name], dict[str, None]()

    def later(other: str) -> str:
        if other not in names:
            return f'import("{_from(name, other)}")'
        needed[other] = None
        return _promised(other)

    def taken(found: re.Match[str]) -> str:
        other = _whole(name, found[3])
        if other not in names:
            return found[0]
        needed[other] = None
        return _taken(found, other)

    body = LATER.sub(lambda found: later(_whole(name, found[1])), IMPORT.sub(taken, source))
    if not needed:
        return body
    home = "../" * (1 + name.count("/")) + basename(entry)
    return f'import {{ {", ".join(map(_variable, needed))} }} from "{home}";\n{body}'


def folder_beside(entry: str) -> str:
    """Where the modules stand that come later than this bundle."""
    return f"{entry.removesuffix('.js')}/"


def _scope(name: str, source: str, later: Callable[[str], str]) -> str:
    """A module as a variable: what it exports, by names."""
    body = IMPORT.sub(lambda found: _taken(found, _whole(name, found[3])), source)
    body = PASSED_ON.sub("", body)
    body = DECLARED.sub(r"\1 \2", body)
    body = DEFAULT_FUNCTION.sub(r"\1 \2", body)
    body = DEFAULT.sub("const $default = ", body)
    body = LATER.sub(lambda found: later(_whole(name, found[1])), body)
    left = LEFT.search(body)
    if left:
        raise ValueError(f"{name} imports or exports in a form that is not known: {left[0]}")
    offered = ", ".join(
        f"{known}: {value}" if known != value else known for known, value in _offers(name, source).items()
    )
    return f"// {name}\nconst {_variable(name)} = (() => {{\n{body}return {{ {offered} }};\n}})();\n"


def _offers(name: str, source: str) -> dict[str, str]:
    """What a module exports, and what stands for it inside of its function."""
    offered = {known: known for _kind, known in DECLARED.findall(source)}
    for names, path in PASSED_ON.findall(source):
        for first, known in _pairs(names):
            offered[known] = f"{_variable(_whole(name, path))}.{first}"
    function = DEFAULT_FUNCTION.search(source)
    if function:
        offered["default"] = function[2]
    elif DEFAULT.search(source):
        offered["default"] = "$default"
    return offered


def _taken(found: re.Match[str], other: str) -> str:
    """An import as what takes the same out of the other module's variable."""
    default, names, _path = found.groups()
    wanted = (
        f"default: {default}"
        if default
        else ", ".join(first if first == known else f"{first}: {known}" for first, known in _pairs(names))
    )
    return f"const {{ {wanted} }} = {_variable(other)};\n"


def _pairs(names: str) -> list[tuple[str, str]]:
    """Names in braces, as they are there and as they are called here."""
    said = [name.split() for name in names.split(",") if name.strip()]
    return [(words[0], words[-1]) for words in said]


def _promised(name: str) -> str:
    """What an import promises, of a module that is there already."""
    return f"Promise.resolve({_variable(name)})"


def _variable(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("/", "_")


def _whole(name: str, path: str) -> str:
    """The name of what a module finds at a path."""
    return normpath(join(dirname(name), path))


def _from(name: str, other: str) -> str:
    """The path at which a module finds another."""
    return "./" + "../" * name.count("/") + other
