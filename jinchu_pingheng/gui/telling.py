"""What happens to the open plan without the user's asking, as sentences in the message bar."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QObject

from ..core.english import spoken
from ..core.errors import listed
from ..jobs.open import GONE, HERE, READ_ONLY, REPLACED, News
from .editing.newcomers import Renamed
from .editing.session import PlanSession
from .messages import Messages


class Telling(QObject):
    """Speaks of one session; ``save_elsewhere`` is offered where its file is lost."""

    def __init__(
        self, session: PlanSession, messages: Messages, save_elsewhere: Callable[[], None]
    ) -> None:
        super().__init__(session)
        self._session, self._messages, self._elsewhere = session, messages, save_elsewhere
        session.renamed.connect(self._renamed)
        session.saving.refused.connect(messages.refused)
        session.saving.written.connect(self._written)
        session.saving.watch.moved.connect(self._moved)

    def begin(self) -> None:
        """What is to be said of the plan as it is opened."""
        if self._session.plan.read_only:
            text = self.tr("方案文件或所在文件夹只读，只能查看；要编辑请另存到可写的位置。")
            self._messages.offer(text, self.tr("另存为…"), self._elsewhere)
        elif not self._session.ids_unique:
            text = self.tr("方案中有地块没有编号或编号重复，检查和导出前须更正。")
            self._messages.offer(text, self.tr("重新编号"), self._renumber)

    def _renumber(self) -> None:
        with self._messages.reporting():
            self._session.renumber()

    def _renamed(self, renamed: list[Renamed]) -> None:
        items = [
            self.tr("{}（原 {} 已有地块使用）").format(item.given, item.before)
            if item.before
            else item.given
            for item in renamed
        ]
        text = self.tr("已为 {} 个地块编号：{}。").format(len(renamed), spoken(listed(items, 10)))
        self._messages.told(text) if any(r.before for r in renamed) else self._messages.done(text)

    def _written(self, news: News, contested: list[str]) -> None:
        parts = [
            f"{word} {spoken(listed(sorted(names.values()), 10))}"
            for word, names in (
                (self.tr("新增"), news.came),
                (self.tr("修改"), news.changed),
                (self.tr("移除"), news.gone),
            )
            if names
        ]
        text = self.tr("方案在别处被修改，已重新读入：{}。").format("；".join(parts))
        if contested:
            more = self.tr("其中您也改过而未保存的：{}，保存时不会覆盖，请另存为。")
            self._messages.offer(
                f"{text}{more.format(spoken(listed(contested, 10)))}",
                self.tr("另存为…"),
                self._elsewhere,
            )
        else:
            self._messages.told(text)

    def _moved(self, state: str) -> None:
        words = {
            GONE: self.tr("方案文件不在了（已删除、移走或磁盘断开）。修改仍在，但不能保存到原处。"),
            REPLACED: self.tr("方案文件已被换成另一个文件。修改仍在，但不能保存到原处。"),
            READ_ONLY: self.tr("方案文件已变为只读。修改仍在，但不能保存到原处。"),
        }
        if state == HERE:
            self._messages.done(self.tr("方案文件又可以使用了。"))
        else:
            self._messages.offer(words[state], self.tr("另存为…"), self._elsewhere)
