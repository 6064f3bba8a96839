"""A document as one HTML file that needs nothing else, on screen and on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

from xinglin.reports.document.layout import (
    is_figure_cell,
    is_unbroken,
    signature_lines,
    text_of,
    unbroken,
)
from xinglin.reports.document.model import (
    Block,
    BoundFigure,
    Chart,
    Document,
    FigureRun,
    Heading,
    Inline,
    Paragraph,
    TableBlock,
)

STYLE = """
.report { max-width: 46em; margin: 2em auto; padding: 0 1.5em; color: #111;
  font-family: FangSong, STFangsong, FandolFang, "Noto Serif CJK SC", serif;
  font-size: 17px; line-height: 1.8; }
.report h1 { font: 600 1.6em/1.5 SimSun, "Noto Serif CJK SC", serif; text-align: center; }
.report .subtitle, .report figcaption, .report caption { text-align: center; }
.report h2, .report h3, .report h4, .report h5 { font-size: 1em; margin: .4em 0;
  text-indent: 2em; font-weight: normal; }
.report h2 { font-family: SimHei, "Noto Sans CJK SC", sans-serif; font-weight: 600; }
.report h3 { font-family: KaiTi, STKaiti, FandolKai, "Noto Serif CJK SC", serif; }
.report p { margin: 0 0 .3em; text-indent: 2em; text-align: justify; }
.report p.flush, .report p.note, .report p.appendix { text-indent: 0; }
.report p.note { font-size: .8em; }
.report p.appendix { margin-top: 3em; font-family: SimHei, "Noto Sans CJK SC", sans-serif; }
.report p.appendix_title { text-indent: 0; text-align: center; font-size: 1.4em; }
.report .together { white-space: nowrap; }
.report .figure { font: inherit; color: inherit; background: none; border: 0; padding: 0 .1em;
  border-bottom: 1px dotted #2f5d8a; cursor: pointer; border-radius: 0; }
.report .figure:hover, .report .figure:focus-visible { background: #e8f0f8; }
.report .figure[data-status="not_reported"], .report .figure[data-status="cannot_tell"] {
  background: #fff3d6; }
.report table { width: 100%; border-collapse: collapse; font-size: .85em; margin: .6em 0; }
.report th, .report td { border: 1px solid #444; padding: .2em .5em; }
.report th, .report td.number { text-align: center; }
.report caption, .report figcaption { font-family: SimHei, "Noto Sans CJK SC", sans-serif;
  font-size: .85em; padding: .3em; }
.report figure { margin: 1em 0; } .report img { width: 100%; height: auto; }
.report .signature { margin-top: 2em; text-align: right; white-space: pre; }
.report footer { margin-top: 3em; border: solid #111; border-width: 1px 0; padding: .3em 1em;
  font-size: .85em; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  .report { max-width: none; margin: 0; padding: 0; font-size: 16pt; line-height: 28.9pt; }
  .report .figure { border: 0; background: none !important; }
  .report p.appendix { break-before: page; margin-top: 0; }
  .report h2, .report h3, .report h4, .report h5, .report caption { break-after: avoid; }
  .report tr, .report figure { break-inside: avoid; }
  .report details { display: none; }
}
"""


def to_html(document: Document) -> str:
    """The whole file: style inside, pictures inside, no script, nothing fetched."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(' '.join(document.title.split()))}</title>\n<style>{STYLE}</style>\n"
        f"</head>\n<body>\n{report_html(document)}\n</body>\n</html>\n"
    )


def report_html(document: Document) -> str:
    """The report as one ``article.report``, to stand in a page of its own style.

    Each figure is a button with its id in ``data-figure`` and its status in ``data-status``.
    """
    title = "<br>".join(escape(line) for line in document.title.splitlines())
    parts = [f"<h1>{title}</h1>"]
    if document.subtitle:
        parts.append(f'<p class="subtitle">{escape(document.subtitle)}</p>')
    parts.extend(_block(block) for block in document.blocks)
    # Ideographic spaces, not a style: pages with a strict policy refuse styles on elements.
    signed = "".join(
        f"<div>{escape(text)}{'　' * round(distance)}</div>"
        for text, distance in signature_lines(document)
    )
    parts.append(f'<div class="signature">{signed}</div>')
    parts.extend(_block(block) for block in document.appendix)
    if document.footer:
        parts.append(f"<footer>{escape(document.footer)}</footer>")
    identity = f'data-report="{escape(document.report_id)}"'
    return f'<article class="report" {identity}>\n' + "\n".join(parts) + "\n</article>"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        of_style = "" if block.style == "body" else f' class="{block.style}"'
        return f"<p{of_style}>{_inline(block.runs)}</p>"
    if isinstance(block, TableBlock):
        return _table(block)
    return _chart(block)


def _inline(runs: Iterable[Inline]) -> str:
    parts = []
    for group in unbroken(runs):
        text = "".join(_run(run) for run in group)
        parts.append(f'<span class="together">{text}</span>' if is_unbroken(group) else text)
    return "".join(parts)


def _run(run: Inline) -> str:
    text = _figure(run.figure) if isinstance(run, FigureRun) else escape(text_of(run))
    return f"<b>{text}</b>" if run.bold else text


def _figure(figure: BoundFigure) -> str:
    return (
        f'<button type="button" class="figure" data-figure="{escape(figure.figure_id)}"'
        f' data-status="{figure.status}">{escape(figure.text)}</button>'
    )


def _table(table: TableBlock) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    header = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.header)
    rows = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>\n" for row in table.rows)
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
    head = f"<thead><tr>{header}</tr></thead>"
    return f"<table>{caption}{head}<tbody>\n{rows}</tbody></table>{notes}"


def _cell(cell: tuple[Inline, ...]) -> str:
    of_kind = ' class="number"' if is_figure_cell(cell) else ""
    return f"<td{of_kind}>{_inline(cell)}</td>"


def _chart(chart: Chart) -> str:
    # As a picture, not inline: names inside two drawings may be the same, and a drawing that
    # came from elsewhere cannot run anything.
    source = base64.b64encode(chart.svg.encode()).decode()
    picture = f'<img src="data:image/svg+xml;base64,{source}" alt="{escape(chart.alt)}">'
    caption = f"<figcaption>{escape(chart.caption)}</figcaption>" if chart.caption else ""
    table = ""
    if chart.table is not None:
        inside = _table(chart.table)
        table = (
            inside
            if chart.print_table
            else f"<details><summary>图中数据</summary>{inside}</details>"
        )
    return f"<figure>{picture}{caption}{table}</figure>"
