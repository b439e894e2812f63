"""Check that no modules of the package import each other in a circle.

`lint-imports` holds the table of rooms; a circle may hide inside one room. An import that only the
type checker sees, or that waits inside a function, counts too: whoever reads the one module has to
read the other.
"""

from __future__ import annotations

import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "jinchu_pingheng"


def circles(graph: grimp.ImportGraph) -> list[tuple[str, ...]]:
    """The shortest circle through each import that is part of one; each circle once, beginning and
    ending with its first module by name."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for module in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            back = graph.find_shortest_chain(importer=imported, imported=module)
            if back:
                found.setdefault(frozenset(back), (module, *back))
    return list(found.values())


def main() -> int:
    """Print the circles; 0 when there are none."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    found = circles(graph)
    for circle in found:
        print(" -> ".join(circle))
    print(f"{len(graph.modules)} modules, {len(found)} circle(s) of imports")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
