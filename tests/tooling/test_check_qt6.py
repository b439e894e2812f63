"""What is looked up in the declarations of QGIS, as QGIS has it when it runs."""

from __future__ import annotations

import ast

from tools.check_qt6 import with_old_members

STUBS = """
class Qgis:

    class DistanceUnit(int):
        Meters = ... # type: Qgis.DistanceUnit
        Unknown = ... # type: Qgis.DistanceUnit

    class Other(int):
        One = ...


class QgsUnitTypes:

    DistanceUnit: typing.Type[Qgis.DistanceUnit]
    DistanceMeters: Qgis.DistanceUnit
    Unknown: Qgis.DistanceUnit
    name: str
"""


def members(text: str, *path: str) -> set[str]:
    """Names in a class, itself in the classes named before it."""
    body = ast.parse(text).body
    for name in path:
        [found] = [line for line in body if isinstance(line, ast.ClassDef) and line.name == name]
        body = found.body
    assigned = [line.target for line in body if isinstance(line, ast.AnnAssign)]
    assigned += [line.targets[0] for line in body if isinstance(line, ast.Assign)]
    return {name.id for name in assigned if isinstance(name, ast.Name)}


def test_an_old_name_of_an_enum_member_is_found_inside_the_enum() -> None:
    text = with_old_members(STUBS)
    assert members(text, "Qgis", "DistanceUnit") == {"Meters", "Unknown", "DistanceMeters"}
    assert members(text, "Qgis", "Other") == {"One"}


def test_an_unscoped_old_name_is_not_found() -> None:
    assert members(with_old_members(STUBS), "QgsUnitTypes") == {"DistanceUnit", "name"}
