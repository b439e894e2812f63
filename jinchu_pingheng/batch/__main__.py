"""Command line: check and balance many plans, and sum them up by city and province."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ..core.errors import PlanError
from ..judging.feedback import Cancelled
from ..version import software
from .crew import here, on_dask
from .results import SUMMARY, collect
from .task import Done, Task

OUTPUT = "进出平衡汇总"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 0 when every plan could be examined, 1 when not, 2 when nothing could be done."""
    options = _options(arguments)
    try:
        results = examine_all(options.plans, options.output, options.scheduler, options.profiles)
    except PlanError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write(f"{Cancelled()}\n")
        return 2
    sys.stdout.write(f"{options.output / SUMMARY}\n")
    return 1 if any(done.error for done in results) else 0


def examine_all(
    plans: Sequence[Path], output: Path, scheduler: str | None = None, profiles: Path | None = None
) -> list[Done]:
    """Examine plans, write their tables and the roll-up into an empty folder, and return what was
    found.

    The plans are not changed. Raises PlanError when the folder is not empty or there is no worker.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise PlanError("输出位置已有内容", str(output), "请另选空文件夹")
    paths = list(dict.fromkeys(str(plan.absolute()) for plan in plans))
    task = Task(
        date.today().isoformat(),
        str(Path.cwd()),
        str(profiles.absolute()) if profiles else None,
        software(),
    )
    answers = on_dask(scheduler, task, paths) if scheduler else here(task, paths)
    return collect(answers, len(paths), output)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m jinchu_pingheng.batch",
        description="批量检查各县的进出平衡方案，或核对其成果包，并按市、省汇总。文件只读不写。",
        epilog="有方案未能检查时退出码为 1，什么也没有做成时为 2。",
    )
    parser.add_argument(
        "plans",
        nargs="+",
        type=Path,
        metavar="方案",
        help="方案文件（.gpkg）或成果包文件夹，可列多个",
    )
    parser.add_argument(
        "--scheduler",
        metavar="地址",
        help="Dask 调度器地址，如 tcp://10.0.0.5:8786；不给则在本机运行",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(OUTPUT),
        metavar="文件夹",
        help=f"结果文件夹，须为空（默认：{OUTPUT}）",
    )
    parser.add_argument(
        "--profiles", type=Path, metavar="文件夹", help="自有通知配置所在文件夹；工作进程也须能读到"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
