"""Whether the text of a Word report still says what was built (文字核对).

Recomputing the values is not done here: this compares the file with the binding it carries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from xinglin.reports.document.binding import Binding, FigureBinding
from xinglin.reports.document.word_figures import Occurrence
from xinglin.reports.document.word_package import UnreadableDocument
from xinglin.reports.document.word_reading import ReadBack, count_numbers

KINDS = {
    "holds": "与生成时一致",
    "text_changed": "文字被改动",
    "control_removed": "绑定被去除",
    "repointed": "绑定被改指他处",
    "duplicated": "多出相同的数字",
    "binding_broken": "绑定信息被改动",
    "loose_number": "生成后键入的数字",
    "loose_reference": "生成后键入的日期、序号、文号或代号",
    "picture_changed": "图片被替换或新增",
    "unread": "无法核对的内容",
}
HARMLESS = frozenset({"holds", "duplicated", "loose_reference"})
_REFERENCES = frozenset({"date", "ordinal", "document", "identifier"})


@dataclass(frozen=True)
class TextFinding:
    """One finding: what kind (a key of KINDS), which figure, and a sentence for the reader.

    ``old`` is the text as built, ``new`` the text now (None: it is gone). ``figure_id`` is empty
    where the finding belongs to no figure.
    """

    kind: str
    message: str
    figure_id: str = ""
    old: str | None = None
    new: str | None = None
    part: str = ""
    context: str = ""

    @property
    def breaks(self) -> bool:
        """Whether the file no longer says what was built."""
        return self.kind not in HARMLESS


def check_text(readback: ReadBack) -> list[TextFinding]:
    """All findings, each figure at least once, in the order of the report.

    Raises UnreadableDocument when the file carries no binding of ours.
    """
    binding = readback.binding
    if binding is None:
        raise UnreadableDocument(
            f"{readback.name} 不带本系统的报告绑定，无法核对；请提供由本系统生成的报告。"
        )
    findings = list(_check_binding(binding))
    for figure in binding.figures:
        findings.extend(_check_figure(figure, readback.found.get(figure.figure_id, ())))
    findings.extend(_check_numbers(readback, binding))
    findings.extend(_check_attachments(readback, binding))
    return findings


def _check_binding(binding: Binding) -> Iterator[TextFinding]:
    for figure_id in binding.broken:
        whose = f"数字 {figure_id} 的绑定信息" if figure_id else "报告的绑定信息"
        yield TextFinding("binding_broken", f"{whose}与其校验值不符，生成后被改动过。", figure_id)


def _check_figure(figure: FigureBinding, places: tuple[Occurrence, ...]) -> list[TextFinding]:
    findings = [found for place in places if (found := _check_place(figure, place))]
    missing = figure.printed - len(places)
    if missing > 0:
        now = f"生成时印出 {figure.printed} 处，现余 {len(places)} 处"
        findings.append(
            TextFinding(
                "control_removed",
                f"数字 {figure.figure_id}（{figure.text}）的绑定被删除：{now}。",
                figure.figure_id,
                figure.text,
                None,
            )
        )
    if missing < 0:
        more = f"数字 {figure.figure_id}（{figure.text}）比生成时多出 {-missing} 处"
        findings.append(
            TextFinding(
                "duplicated", f"{more}，由复制产生。", figure.figure_id, figure.text, figure.text
            )
        )
    if any(found.breaks for found in findings):
        return findings
    message = f"数字 {figure.figure_id}（{figure.text}）与生成时一致。"
    holds = TextFinding("holds", message, figure.figure_id, figure.text, figure.text)
    return [holds, *findings]


def _check_place(figure: FigureBinding, place: Occurrence) -> TextFinding | None:
    named = f"数字 {figure.figure_id}"
    if place.is_data_bound:
        kind, message = "repointed", f"{named} 的内容控件被接到别的数据源，打开时会显示别的内容。"
    elif place.other_id is not None:
        kind = "repointed"
        message = f"{named} 的内容控件出现在数字 {place.other_id} 的位置，绑定被改指。"
    elif place.text != figure.text:
        kind = "text_changed"
        message = f"{named} 生成时为「{figure.text}」，现为「{place.text}」。"
    elif place.by == "bookmark":
        kind = "control_removed"
        message = f"{named}（{figure.text}）的内容控件被去除，只余文字。"
    else:
        return None
    return TextFinding(
        kind, message, figure.figure_id, figure.text, place.text, place.part, place.context
    )


def _check_numbers(readback: ReadBack, binding: Binding) -> Iterator[TextFinding]:
    new = count_numbers(readback.loose_numbers) - Counter(dict(binding.numbers))
    # Of equal numbers the later ones are named: what was there at the build mostly stands first.
    for number in reversed(readback.loose_numbers):
        if new[number.key] <= 0:
            continue
        new[number.key] -= 1
        kind = "loose_reference" if number.kind in _REFERENCES else "loose_number"
        message = f"「{number.text}」不属于任何绑定的数字，生成时也没有：{number.context}"
        yield TextFinding(kind, message, "", None, number.text, number.part, number.context)


def _check_attachments(readback: ReadBack, binding: Binding) -> Iterator[TextFinding]:
    for digest, part in readback.pictures:
        if digest not in binding.pictures:
            yield TextFinding(
                "picture_changed", f"图片 {part} 不是生成时的图片，其中的数字无法核对。", part=part
            )
    for what in readback.unread:
        yield TextFinding("unread", f"文件中有{what}，其中的文字无法核对。")
