"""Prose with slots becomes runs: plain words, and printed figures bound to what they count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from xinglin.indicators.figures import Figure
from xinglin.language.statements import SLOT
from xinglin.reports.document.model import BoundFigure, FigureRun, Inline, Run
from xinglin.reports.printing import print_figure
from xinglin.reports.references import FigureName


@dataclass(frozen=True)
class Printed:
    """A figure as it stands in the report. name: with its style, unique for its text."""

    figure: Figure
    name: FigureName
    text: str

    def bound(self) -> BoundFigure:
        """The form the document carries."""
        f = self.figure
        return BoundFigure(
            str(self.name), self.text, f.value, f.status, f.indicator, f.place, f.period
        )


class Printer:
    """Prints figures and remembers each, so that a report can list what it says.

    offices: indicator → the office that owes it when it is missing.
    """

    def __init__(self, offices: Mapping[str, str]) -> None:
        self._offices = offices
        self.printed: dict[str, Printed] = {}

    def run(self, figure: Figure, style: str = "", category: str = "") -> FigureRun:
        """A figure printed in a style, as a run of a paragraph or a cell."""
        name = FigureName(figure.indicator, figure.place, figure.period, category, style)
        text = print_figure(figure, self._offices.get(figure.indicator, ""), style)
        return self._keep(Printed(figure, name, text))

    def words(self, figure: Figure, some: str, none: str) -> list[Inline]:
        """`some` with # for the number, or `none` where the figure is a true zero.

        The zero's words are bound too: who types a number over them is found.
        """
        if figure.is_true_zero:
            name = FigureName(figure.indicator, figure.place, figure.period, style="none")
            return [self._keep(Printed(figure, name, none))]
        before, _, after = some.partition("#")
        return [Run(before), self.run(figure), Run(after)]

    def _keep(self, printed: Printed) -> FigureRun:
        self.printed[str(printed.name)] = printed
        return FigureRun(printed.bound())


def runs(
    text: str,
    words: Mapping[str, str],
    figure_of: Callable[[str], Figure],
    printer: Printer,
) -> tuple[Inline, ...]:
    """The runs of a paragraph. words: place, whole, period, bureau."""
    found: list[Inline] = []
    end = 0
    for slot in SLOT.finditer(text):
        found.append(Run(text[end : slot.start()]))
        end = slot.end()
        name = slot["name"]
        if name in words:
            found.append(Run(words[name]))
        elif slot["some"] is not None:
            found += printer.words(figure_of(name), slot["some"], slot["none"])
        else:
            found.append(printer.run(figure_of(name), slot["style"] or ""))
    found.append(Run(text[end:]))
    return _joined(found)


def _joined(found: list[Inline]) -> tuple[Inline, ...]:
    joined: list[Inline] = []
    for run in found:
        if isinstance(run, Run) and not run.text:
            continue
        last = joined[-1] if joined else None
        if isinstance(run, Run) and isinstance(last, Run) and run.bold == last.bold:
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    return tuple(joined)
