"""The one exception whose text a user reads."""

from __future__ import annotations

from collections.abc import Iterable


class PlanError(Exception):
    """What happened, where, and what to do: three parts of one Chinese sentence.

    ``what`` says what is wrong, ``where`` names the file, layer, field or parcels, ``do`` tells the
    user the next step. ``str(error)`` is the sentence.
    """

    def __init__(self, what: str, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        subject = f"{where}：{what}" if where else what
        super().__init__(f"{subject}；{do}。" if do else f"{subject}。")


def listed(names: Iterable[object], most: int = 20) -> str:
    """Join names with 、 for a message, naming at most ``most`` of them and counting the rest."""
    texts = [str(name) for name in names]
    head = "、".join(texts[:most])
    return head if len(texts) <= most else f"{head} 等 {len(texts)} 个"
