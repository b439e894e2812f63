"""Approvals of a plan: by which document, of which body, and of which revision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Approval:
    """``document`` is the number of the approval, ``approved_by`` the body, ``approved_on`` a day
    ('YYYY-MM-DD'), ``revision`` the plan's that was approved. ``file`` is the name of the copy that
    was frozen beside the plan, ``content`` the digest of all that it held.
    """

    document: str
    approved_by: str
    approved_on: str
    revision: int
    file: str = ""
    content: str = ""

    @property
    def words(self) -> str:
        """As it is printed: '第 3 版，云川县人民政府 2023-03-20 以云政函〔2023〕12号批准'."""
        by = f"{self.approved_by} {self.approved_on} 以{self.document}"
        return f"第 {self.revision} 版，{by}批准"
