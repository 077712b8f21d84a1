"""What a link says by saying nothing: the defaults, by the version (`v=`) that the link carries.

A link leaves out what is usual. So what is usual may change only together with the version, and what it was stays here:
a link shows for ever what it showed when it was sent. To change a default, add a version with what it changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.scenario import Scenario
from ui.settings.parameter import Parameter, Settings


@dataclass(frozen=True)
class Version:
    """What a version changes of the defaults of the one before it.

    changes : of all links · of_data : of links to a data set, by its name: what suits it is not what suits another
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    of_data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


# The first screen's: start, path and minimum in one picture, and steps that turn. Its rate and its start are for these
# samples only, so whoever takes another data set begins as usual.
ZIGZAG = {"noise": 0.5, "start": "typed", "weights": "-1.5, 2.5, 0", "lr": 7.0, "steps": 60}
VERSIONS: dict[int, Version] = {
    # Links that were sent before there were versions: all is as a Parameter has it.
    1: Version(),
    2: Version({"data": "unscaled"}, {"unscaled": ZIGZAG}),
}
# That of the links that we write, and of an address that says nothing.
NEWEST = max(VERSIONS)
# That of a link that says something, but no version.
UNVERSIONED = 1


def data_of(version: int) -> str:
    """The data set of a link that names none."""
    name: str = _changes(version).get("data", Scenario().data)
    return name


def defaults(parameters: Iterable[Parameter], data: str | None = None, version: int = NEWEST) -> Settings:
    """The settings of a link of this version that says nothing, or nothing but its data set."""
    data = data or data_of(version)
    settings = {parameter.name: parameter.default for parameter in parameters}
    changes = _changes(version)
    for each in _until(version):
        changes.update(each.of_data.get(data, {}))
    return {**settings, **{name: value for name, value in changes.items() if name in settings}, "data": data}


def _changes(version: int) -> Settings:
    changes: Settings = {}
    for each in _until(version):
        changes.update(each.changes)
    return changes


def _until(version: int) -> list[Version]:
    return [VERSIONS[number] for number in sorted(VERSIONS) if number <= version]
