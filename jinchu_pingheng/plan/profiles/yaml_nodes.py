"""A YAML file read as plain texts with line numbers, so that a message can point to the line that
is wrong.

No scalar is guessed to be a number or a date: 0101 stays '0101'. What a value should be, the reader
of a profile knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from ...core.errors import PlanError, listed

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C is ten times as fast; not every PyYAML has it."""

MOST_CHARACTERS, MOST_DEPTH, MOST_ALIASES = 1_000_000, 50, 100
MOST_DIGITS = 15
"""Far beyond any notice; more would fill the stack or the memory of QGIS."""


def _require_modest(path: Path, text: str) -> None:
    """Refuse a file whose tree must not be built: the builder goes as deep as the brackets do."""
    depth = aliases = 0
    modest = len(text) <= MOST_CHARACTERS
    for event in yaml.parse(text, Loader=_LOADER) if modest else ():
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        modest = depth <= MOST_DEPTH and aliases <= MOST_ALIASES
        if not modest:
            break
    if not modest:
        raise PlanError("配置文件过大，或嵌套、引用过多", path.name, "请参照自带的配置改写")


class Node:
    """One value of a file, and where it stands."""

    def __init__(self, path: Path, node: yaml.Node, name: str = "") -> None:
        self._path, self._node, self.name = path, node, name

    @classmethod
    def read(cls, path: Path) -> Node:
        """Parse a file. Raises PlanError when it is missing, not UTF-8, or not YAML."""
        try:
            text = path.read_text(encoding="utf-8")
            _require_modest(path, text)
            node = yaml.compose(text, Loader=_LOADER)
        except OSError as error:
            raise PlanError("无法读取配置文件", str(path), "请检查文件是否存在") from error
        except UnicodeDecodeError as error:
            raise PlanError("配置文件不是 UTF-8 编码", str(path), "请另存为 UTF-8") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f"第 {mark.line + 1} 行" if mark else ""
            raise PlanError(
                "配置文件格式有误", f"{path.name} {line}", "请检查缩进、冒号和引号"
            ) from error
        if node is None:
            raise PlanError("配置文件是空的", str(path), "请参照自带的配置填写")
        return cls(path, node)

    def error(self, what: str, do: str) -> PlanError:
        """An error that names the file and the line of this value."""
        return PlanError(what, f"{self._path.name} 第 {self._node.start_mark.line + 1} 行", do)

    def mapping(
        self, required: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> dict[str, Node]:
        """The entries of a mapping; with names given, no other may stand there and the required
        ones must."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.error(f"“{self.name}”应为若干“名称: 值”", "请参照自带的配置填写")
        entries: dict[str, Node] = {}
        for key, value in self._node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Node(self._path, key).error("名称不是文字", "请写成“名称: 值”")
            if key.value in entries:
                raise Node(self._path, key).error(f"“{key.value}”重复", "请删去一处")
            entries[key.value] = Node(self._path, value, key.value)
        if required or optional:
            self._check_names(entries, required, optional)
        return entries

    def _check_names(
        self, entries: dict[str, Node], required: Sequence[str], optional: Sequence[str]
    ) -> None:
        for name, node in entries.items():
            if name not in (*required, *optional):
                raise node.error(
                    f"不认识的项“{name}”", f"可用的项：{listed((*required, *optional), 40)}"
                )
        missing = [name for name in required if name not in entries]
        if missing:
            raise self.error(f"缺少 {listed(missing)}", "请补上")

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self._node, yaml.SequenceNode)

    def items(self) -> list[Node]:
        """The entries of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.error(f"“{self.name}”应为列表", "请用“- ”逐条列出，或写成 [甲, 乙]")
        return [Node(self._path, value, self.name) for value in self._node.value]

    def text(self) -> str:
        """A text as it is written."""
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.error(f"“{self.name}”应为一个值", "请只写一个值")
        return str(self._node.value).strip()

    def texts(self) -> list[str]:
        """A list of texts."""
        return [node.text() for node in self.items()]

    def number(self) -> Decimal:
        """A number, not negative."""
        try:
            value = Decimal(self.text())
        except InvalidOperation:
            raise self.error(
                f"“{self.name}”应为数字，现为“{self.text()}”", "请改为数字，不带单位"
            ) from None
        if value.is_finite() and abs(value.adjusted()) > MOST_DIGITS:
            raise self.error(f"“{self.name}”的数字过大或过小", "请改正")
        if not value.is_finite() or value < 0:
            raise self.error(f"“{self.name}”不能为 {value}", "请改为不小于 0 的数字")
        return value

    def integer(self) -> int:
        """A whole number, not negative."""
        value = self.number()
        if value != value.to_integral_value():
            raise self.error(f"“{self.name}”应为整数", "请改为整数")
        return int(value)

    def yes(self) -> bool:
        """Whether it says yes, not no."""
        return self.choice(("yes", "no")) == "yes"

    def choice(self, choices: Sequence[str]) -> str:
        """One of the texts in ``choices``."""
        value = self.text()
        if value not in choices:
            raise self.error(f"“{self.name}”不能为“{value}”", f"可选：{listed(choices, 60)}")
        return value
