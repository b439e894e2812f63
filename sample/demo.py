"""The main job on the sample county, through the same Processing algorithms that a technician runs
in QGIS."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from sample.roles import LAYERS

PREFIX = os.environ.get("QGIS_PREFIX_PATH", "/usr")


def run(county: Path, plan: Path, output: Path) -> dict[str, Any]:
    """Plan, tag, check, balance, export. Returns the results of `balance`, and of the check as
    FAILED and UNKNOWN."""
    import processing
    from qgis.core import QgsApplication

    from jinchu_pingheng.processing.provider import JinchuProvider

    provider = JinchuProvider()
    QgsApplication.processingRegistry().addProvider(provider)

    def step(name: str, **parameters: Any) -> dict[str, Any]:
        return dict(processing.run(f"jinchu_pingheng:{name}", {"PLAN": str(plan), **parameters}))

    try:
        plan.unlink(missing_ok=True)
        header = {
            "COUNTY_CODE": "640999",
            "COUNTY_NAME": "云川县",
            "YEAR": 2023,
            "PROFILE": "ningxia-2022",
        }
        step("createplan", **header, CRS="EPSG:4544", DATE="2023-03-20")
        for direction in ("out", "in"):
            step(
                "tagparcels",
                INPUT=f"{county / 'parcels.gpkg'}|layername={direction}",
                DIRECTION=direction,
                TYPE=1,
            )
        checked = step(
            "checkconstraints", **{role: str(county / source) for role, source in LAYERS.items()}
        )
        balanced = step("balance")
        step("exportpackage", FOLDER=str(output))
    finally:
        QgsApplication.processingRegistry().removeProvider(provider)
    return {**balanced, "FAILED": checked["FAILED"], "UNKNOWN": checked["UNKNOWN"]}


def main() -> None:
    """Command line: `python -m sample.demo --county DIR --plan FILE --output DIR`."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("county", "plan", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()

    from qgis.core import QgsApplication

    QgsApplication.setPrefixPath(PREFIX, True)
    sys.path.append(str(Path(PREFIX) / "share" / "qgis" / "python" / "plugins"))
    application = QgsApplication([], True)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    arguments.plan.parent.mkdir(parents=True, exist_ok=True)
    result = run(arguments.county, arguments.plan, arguments.output)
    print(
        f"流出 {result['OUT_HA']} 公顷，流入 {result['IN_HA']} 公顷，结余 {result['SURPLUS_HA']} "
        f"公顷（不计未通过禁止性检查的流入：{result['LAWFUL_SURPLUS_HA']} 公顷）：",
        end="",
    )
    print("平衡" if result["BALANCED"] else "未平衡")
    print(f"检查结论：不通过 {result['FAILED']} 条，无法判定 {result['UNKNOWN']} 条")
    for path in sorted(path for path in arguments.output.rglob("*") if path.is_file()):
        print(path)
    application.exitQgis()


if __name__ == "__main__":
    main()
