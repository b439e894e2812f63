"""What is said of rules that nobody can judge because a layer is missing."""

from __future__ import annotations

from ..errors import listed
from ..model import Finding
from ..notice import Notice, Rule
from ..roles import keeper
from .reach import roles_of
from .rules.kind import unknown


def missing_layer(rule: Rule, parcels: int, notice: Notice) -> Finding:
    """One finding on the plan for so many parcels: what to ask for, and from whom."""
    roles = roles_of(rule)
    labels = listed(notice.role_label(role) for role in roles)
    keepers = listed(dict.fromkeys(keeper(role) for role in roles))
    why = (
        f"未提供{labels}图层，{parcels} 个地块等待判定（请向{keepers}索取；"
        "本县没有此类区域的，可登记县级声明）"
    )
    return unknown(rule, None, why, labels)
