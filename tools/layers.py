"""A contract for import-linter: layers by pattern, so that a new file or folder has its layer before anybody names it.
(import-linter's own layers take names alone.)"""

from typing import Any, ClassVar

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class LayersByPattern(Contract):
    """A module imports from its own layer and from those below it.

    layers : from the highest to the lowest. A layer is patterns with ":" between them where they may import one
        another, with "|" where they may not. A pattern stands for a module and all that is in it; "*" for any one
        name, and what two names fit are then two that are apart. Where several patterns fit, the one with most names
        in it holds; a module that none fits breaks the contract.
    """

    type_name = "layers by pattern"
    layers: ClassVar[Any] = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        ours = sorted(module for module in graph.modules if not graph.is_module_squashed(module))
        places = {module: place for module in ours if (place := self._place(module))}
        wrong = [
            f"{module} is not allowed to import {imported}"
            for module in places
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if imported in places and not self._allowed(places[module], places[imported])
        ]
        wrong += [f"{module} has no layer" for module in ours if module not in places]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for sentence in check.metadata["wrong"]:
            output.print_error(sentence, bold=False)
        output.new_line()

    def _place(self, module: str) -> tuple[int, str] | None:
        """The layer of a module, 0 the highest, and the part of the layer that it belongs to."""
        found = []
        words = module.split(".")
        for depth, layer in enumerate(self.layers):
            apart = ":" not in layer
            for pattern in layer.replace("|", ":").split(":"):
                names = pattern.strip().split(".")
                if len(names) <= len(words) and all(n in ("*", w) for n, w in zip(names, words, strict=False)):
                    part = ".".join(words[: len(names)]) if apart else ""
                    found.append((len(names) - names.count("*"), len(names), depth, part))
        return max(found)[2:] if found else None

    @staticmethod
    def _allowed(importer: tuple[int, str], imported: tuple[int, str]) -> bool:
        return importer[0] < imported[0] or importer == imported
