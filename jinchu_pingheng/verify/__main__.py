"""Command line: `python -m jinchu_pingheng.verify FOLDER` names what differs in a package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..core.errors import PlanError
from . import verify_package


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 when nothing differs, 1 when something does, 2 when it cannot be told."""
    parser = argparse.ArgumentParser(
        prog="python -m jinchu_pingheng.verify", description="核对成果包"
    )
    parser.add_argument("folder", type=Path, help="成果包文件夹")
    try:
        result = verify_package(parser.parse_args(arguments).folder)
    except PlanError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    lines = [*result.notes, *(difference.text for difference in result.differences)]
    found = len(result.differences)
    lines.append(f"共 {found} 处不一致。" if found else "没有发现不一致。")
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
