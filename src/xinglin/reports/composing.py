"""Compose a statement for a place and a period: headings, prose, tables, charts, appendix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xinglin.indicators.figures import Figure
from xinglin.language.periods import Period, months_of
from xinglin.language.statements import (
    CategoryTable,
    MonthChart,
    Paragraph,
    PlaceTable,
    Section,
    Statement,
    printed_by,
)
from xinglin.reports.charts import ChartMaker, ChartText, Point, Series
from xinglin.reports.document import model as d
from xinglin.reports.document.numbers import ordinal
from xinglin.reports.figures import Evaluation
from xinglin.reports.places import Place
from xinglin.reports.printing import fill
from xinglin.reports.slots import Printer, runs


@dataclass(frozen=True)
class Occasion:
    """What a report is made for. below: the places directly under the place, in code order."""

    place: Place
    period: Period
    below: tuple[Place, ...]
    bureau: str

    def words(self) -> dict[str, str]:
        """The words that slots may ask for."""
        return {
            "place": self.place.name,
            "whole": self.place.whole,
            "period": self.period.label,
            "bureau": self.bureau,
        }


class Composer:
    """Turns the blocks of a statement into blocks of a document, asking for figures once."""

    def __init__(
        self,
        asked: Evaluation,
        occasion: Occasion,
        prose: Mapping[str, str],
        charts: Callable[[], ChartMaker],
    ) -> None:
        self._asked, self._occasion, self._prose, self._charts = asked, occasion, prose, charts
        about = asked.definitions.data["indicators"]
        self._about = about
        self.printer = Printer({name: data["office"] for name, data in about.items()})
        self._of_place: dict[str, Figure] = {}
        self._shown: dict[str, None] = {}

    def _figures(self, statement: type[Statement]) -> dict[str, Figure]:
        """The place's own figures, computed once for prose and appendix."""
        if not self._of_place:
            place, period = self._occasion.place.code, self._occasion.period
            found = self._asked.figures(place, period, statement.indicators())
            self._of_place = {f.indicator: f for f in found}
        return self._of_place

    def blocks(self, statement: type[Statement]) -> tuple[d.Block, ...]:
        """The whole body."""
        found: list[d.Block] = []
        titles = [title for title, _ in statement.whole_parts() if title]
        for title, sections in statement.whole_parts():
            if title:
                found.append(d.Heading(f"{ordinal(titles.index(title) + 1)}、{title}", 1))
            number = 0
            for section in sections:
                body = list(self._section(statement, section))
                if section.title and body:
                    number += 1
                    found.append(d.Heading(f"（{ordinal(number)}）{section.title}", 2))
                found += body
        return tuple(found)

    def _section(self, statement: type[Statement], section: Section) -> Iterable[d.Block]:
        """What a section says; nothing where no record of its line is there at all."""
        for block in section.blocks:
            if block.only_with and self._figures(statement)[block.only_with].status != "reported":
                continue
            self._shown.update(dict.fromkeys(printed_by(block)))
            if isinstance(block, Paragraph):
                yield from self._paragraph(statement, block)
            elif isinstance(block, PlaceTable):
                if self._occasion.below:
                    yield self._place_table(block)
            elif isinstance(block, MonthChart):
                yield self._month_chart(block)
            else:
                yield self._category_table(block)

    def _paragraph(self, statement: type[Statement], block: Paragraph) -> Iterable[d.Block]:
        words = self._occasion.words()
        if block.manual:
            text = fill(self._prose.get(block.name) or block.text, words)
            for line in text.splitlines():
                if line.strip():
                    yield d.Paragraph((d.Run(line.strip()),))
            return
        figure_of = self._figures(statement).__getitem__
        yield d.Paragraph(runs(block.text, words, figure_of, self.printer))

    def _place_table(self, block: PlaceTable) -> d.TableBlock:
        places = [self._occasion.place, *self._occasion.below]
        found = self._asked.series(
            block.indicators, [p.code for p in places], [self._occasion.period]
        )
        by_key = {(f.indicator, f.place): f for f in found}
        header = ("地区", *(self._heading(name) for name in block.indicators))
        rows: tuple[tuple[d.Cell, ...], ...] = tuple(
            (
                (d.Run("合计" if place is places[0] else place.name),),
                *((self.printer.run(by_key[name, place.code]),) for name in block.indicators),
            )
            for place in places
        )
        return d.TableBlock(header, rows, block.title)

    def _heading(self, indicator: str) -> str:
        plan = self._asked.plan(indicator)
        return f"{self._about[indicator]['name']}（{plan.unit}）"

    def _month_chart(self, block: MonthChart) -> d.Chart:
        period = self._occasion.period
        months, before = months_of(period), months_of(period.previous_year())
        found = self._asked.series([block.indicator], [self._occasion.place.code], months + before)
        this_year, last_year = found[: len(months)], found[len(months) :]
        unit = self._asked.plan(block.indicator).unit
        caption = f"图  {block.title}"
        alt = f"{self._occasion.place.name}{period.label}{block.title}，与上年同期对比的柱形图"
        chart = self._charts().yearly_comparison(
            [f"{m.start.month}月" for m in months],
            Series(f"{period.start.year}年", self._points(this_year)),
            Series(f"{period.start.year - 1}年", self._points(last_year)),
            ChartText(caption, alt, unit, "月份"),
        )
        # A picture alone could not be proved: its numbers stand below it, under its caption.
        table = replace(chart.table, caption="") if chart.table else None
        return replace(chart, table=table, print_table=True)

    def _points(self, found: Sequence[Figure]) -> tuple[Point, ...]:
        return tuple(
            Point(
                Decimal(f.value) if f.value is not None else None,
                f.status,
                self.printer.run(f).figure,
            )
            for f in found
        )

    def _category_table(self, block: CategoryTable) -> d.TableBlock:
        place, period = self._occasion.place.code, self._occasion.period
        found = self._asked.by_category(block.indicator, block.by, place, period)
        plan = self._asked.plan(block.indicator)
        codes = self._asked.definitions.data["registers"][plan.sides[0].register]["codes"]
        labels = self._asked.definitions.code_sets[codes[block.by]]
        counted = [c for c in found if c.figure.status == "reported"]
        counted.sort(key=lambda c: (-Decimal(c.figure.value or 0), str(c.category)))
        shown = counted[: block.limit]
        rows: list[tuple[d.Cell, ...]] = []
        for number, part in enumerate(shown, 1):
            label = "不详" if part.category is None else labels.label_of(str(part.category))
            cell = self.printer.run(part.figure, category=f"{block.by}={part.category}")
            rows.append(((d.Run(str(number)),), (d.Run(label),), (cell,)))
        rest = len(counted) - len(shown)
        notes = (f"另有 {rest} 个病种未列出。",) if rest else ()
        header = ("序号", "病种", f"{plan.name}（{plan.unit}）")
        return d.TableBlock(header, tuple(rows), block.title, notes)

    def appendix(self, statement: type[Statement]) -> tuple[d.Block, ...]:
        """The table of all figures the body prints of the place, with what each rests on."""
        rows = []
        figures = [self._figures(statement)[name] for name in self._shown]
        for number, figure in enumerate(figures, 1):
            about = self._about[figure.indicator]
            cells: list[d.Cell] = [
                (d.Run(str(number)),),
                (d.Run(figure.name),),
                (self.printer.run(figure),),
                (d.Run(figure.unit),),
                (d.Run(_parts(figure)),),
                (d.Run(about["variant"]),),
                (d.Run(about["office"]),),
            ]
            rows.append(tuple(cells))
        notes = tuple(f"{figure.name}：{figure.note}。" for figure in figures if figure.note)
        header = ("序号", "指标", "数值", "单位", "分子／分母", "统计口径", "责任科室")
        return (
            d.Paragraph((d.Run("附件"),), "appendix"),
            d.Paragraph((d.Run("本报告全部指标一览表"),), "appendix_title"),
            d.TableBlock(header, tuple(rows), notes=notes),
        )


def _parts(figure: Figure) -> str:
    if figure.denominator is None or figure.numerator is None:
        return "—"
    return f"{_short(figure.numerator)}／{_short(figure.denominator)}"


def _short(number: str) -> str:
    return f"{Decimal(number):.4f}" if "." in number and len(number) > 12 else number
