"""What a run was measured on."""

from __future__ import annotations

import os
import platform
from datetime import datetime
from pathlib import Path


def describe() -> dict[str, str]:
    """Processor, cores, memory, system, load before the run, day."""
    kilobytes = int((_field(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0])
    return {
        "processor": _field(Path("/proc/cpuinfo"), "model name") or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{kilobytes / 2**20:.0f} GiB",
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
        + f", Linux {platform.release()}",
        "load before the run": f"{os.getloadavg()[0]:.1f}",
        "day": datetime.now().strftime("%Y-%m-%d %H:%M"),
    }


def _field(path: Path, name: str) -> str:
    for line in path.read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""
