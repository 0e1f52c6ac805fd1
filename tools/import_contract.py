"""Contract types of Import Linter that list what a module may import, instead of what it may not.

What is not listed is refused, so a new package or library cannot slip past a rule that was written before it came.
Imports that only type checkers follow count too: an arrow is an arrow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

STANDARD_LIBRARY = "stdlib"
ANYTHING_OUTSIDE = "any library"


class OnlyContract(Contract):
    """Modules in `sources` (with all below them) import themselves and what `may_import` lists, directly, and nothing else.

    `may_import` holds modules (with all below them), libraries, `stdlib` (the standard library) and `any library`
    (everything outside of ours).
    """

    type_name = "only"

    sources = fields.SetField(subfield=fields.StringField())
    may_import = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the library's signature
        """Find each direct import that leaves what is allowed."""
        sources = _names(self.sources)
        allowed = _names(self.may_import) | sources
        ours = {root.split(".")[0] for root in sources}
        found: list[str] = []
        for source in sorted(sources & graph.modules):
            for importer in sorted({source} | graph.find_descendants(source)):
                for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                    if not _is_allowed(imported, allowed, ours):
                        lines = [
                            str(detail["line_number"])
                            for detail in graph.get_import_details(importer=importer, imported=imported)
                        ]
                        found.append(f"{importer} imports {imported} (line {', '.join(lines)})")
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that is not allowed."""
        for line in check.metadata["found"]:
            output.print_error(line)


class KnownContract(Contract):
    """Every module directly in `package` is named in `modules`, so that none lives without a rule."""

    type_name = "known"

    package = fields.StringField()
    modules = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the library's signature
        """Find modules without a rule."""
        there = graph.find_children(str(self.package))
        found = [
            f"{name} has no rule: say in .importlinter what it may import"
            for name in sorted(there - _names(self.modules))
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each module without a rule."""
        for line in check.metadata["found"]:
            output.print_error(line)


class BehindContract(Contract):
    """A library is imported by one of our modules (and what is below it) only, so that it can be replaced there."""

    type_name = "behind"

    library = fields.StringField()
    modules = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the library's signature
        """Find other importers of the library."""
        library = str(self.library)
        importers = graph.find_modules_that_directly_import(library) if library in graph.modules else set[str]()
        modules = _names(self.modules)
        found = [
            f"{importer} imports {library}, which only {', '.join(sorted(modules))} may"
            for importer in sorted(importers)
            if not _is_within(importer, modules)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each importer that may not."""
        for line in check.metadata["found"]:
            output.print_error(line)


def _names(value: object) -> set[str]:
    """A contract's set of names. Its declared type is the field that parses it."""
    return set(cast("Iterable[str] | None", value) or ())


def _is_allowed(imported: str, allowed: set[str], ours: set[str]) -> bool:
    root = imported.split(".", maxsplit=1)[0]
    if root not in ours and ANYTHING_OUTSIDE in allowed:
        return True
    if root in sys.stdlib_module_names and STANDARD_LIBRARY in allowed:
        return True
    return _is_within(imported, allowed)


def _is_within(module: str, packages: set[str]) -> bool:
    """Whether `module` is one of `packages` or lies below one."""
    parts = module.split(".")
    return any(".".join(parts[:length]) in packages for length in range(1, len(parts) + 1))
