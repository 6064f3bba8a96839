"""The binding a Word report carries: what each printed figure is, in a custom XML part.

The part is found by its namespace, never by its name or index: word processors rename parts.
The hashes inside show a careless edit and a re-pointed figure; they are no secret, so whoever
rewrites the whole part is found only by comparing ``report_id`` and ``document_hash`` with what
the installation knows.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from lxml import etree

from xinglin.reports.document.model import Document
from xinglin.reports.document.model_json import document_hash

NAMESPACE = "urn:xinglin:report-binding:1"
LONGEST_ALIAS = 64  # Word refuses a longer title or tag of a content control


@dataclass(frozen=True)
class FigureBinding:
    """What one figure is bound to, its text as built, and how often it was printed.

    ``control`` is the title of its content controls, ``bookmark`` the stem of the bookmarks
    around them (an underscore and the number of the occurrence follow).
    """

    figure_id: str
    text: str
    value: str | None
    status: str
    indicator: str
    place: str
    period: str
    control: str
    bookmark: str
    printed: int

    def digest(self) -> str:
        """SHA-256 over all of the above."""
        return _digest(asdict(self))


@dataclass(frozen=True)
class Binding:
    """Everything the part says about the report.

    ``numbers`` are the numbers of the prose at the build, with how often each stood there;
    ``pictures`` the SHA-256 of each picture. ``broken`` names, after reading, the figures whose
    own hash does not fit, and is ``("",)`` with others where the whole does not.
    """

    report_id: str
    place: str
    period: str
    snapshot: str
    definitions: str
    document_hash: str
    audit_head: str
    figures: tuple[FigureBinding, ...]
    numbers: tuple[tuple[str, int], ...] = ()
    pictures: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether every hash in the part fits what stands beside it."""
        return not self.broken

    def by_id(self) -> dict[str, FigureBinding]:
        """The figures by id."""
        return {figure.figure_id: figure for figure in self.figures}

    def digest(self) -> str:
        """SHA-256 over the whole binding."""
        plain = asdict(self)
        del plain["broken"]
        return _digest(plain)


HEAD_FIELDS = (
    "report_id",
    "place",
    "period",
    "snapshot",
    "definitions",
    "document_hash",
    "audit_head",
)


def bind(document: Document, numbers: Mapping[str, int], pictures: Iterable[str]) -> Binding:
    """The binding of a document, with the numbers and pictures of its finished prose."""
    printed = Counter(run.figure.figure_id for run in document.figure_runs())
    figures = tuple(
        FigureBinding(
            **asdict(figure),
            control=control_title(figure.figure_id),
            bookmark=bookmark_stem(figure.figure_id),
            printed=printed[figure.figure_id],
        )
        for figure in document.figures().values()
    )
    head = {name: getattr(document, name) for name in HEAD_FIELDS if name != "document_hash"}
    return Binding(
        **head,
        document_hash=document_hash(document),
        figures=figures,
        numbers=tuple(sorted(numbers.items())),
        pictures=tuple(sorted(set(pictures))),
    )


def control_title(figure_id: str) -> str:
    """The title of the figure's content controls: its id, or a hash of an id too long."""
    if len(figure_id) <= LONGEST_ALIAS:
        return figure_id
    return "fig:" + hashlib.sha256(figure_id.encode()).hexdigest()[:40]


def bookmark_stem(figure_id: str) -> str:
    """A name Word and LibreOffice both take (letters, digits; at most 40 with the number)."""
    return "fig_" + hashlib.sha256(figure_id.encode()).hexdigest()[:24]


def to_xml(binding: Binding) -> bytes:
    """The part's bytes."""
    head = {name: getattr(binding, name) for name in HEAD_FIELDS}
    root = etree.Element(_name("report"), nsmap={None: NAMESPACE}, **head, hash=binding.digest())
    figures = etree.SubElement(root, _name("figures"))
    for figure in binding.figures:
        plain = {key: str(value) for key, value in asdict(figure).items() if value is not None}
        etree.SubElement(figures, _name("figure"), **plain, hash=figure.digest())
    numbers = etree.SubElement(root, _name("numbers"))
    for text, count in binding.numbers:
        etree.SubElement(numbers, _name("number"), text=text, count=str(count))
    pictures = etree.SubElement(root, _name("pictures"))
    for digest in binding.pictures:
        etree.SubElement(pictures, _name("picture"), sha256=digest)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def from_xml(root: etree._Element) -> Binding:
    """The binding in a part, with what is broken in it.

    Raises ValueError where an attribute is missing or no number stands where one must.
    """
    broken = []
    figures = []
    for item in root.iter(_name("figure")):
        figure = _figure_from(item)
        figures.append(figure)
        if item.get("hash") != figure.digest():
            broken.append(figure.figure_id)
    head: dict[str, Any] = {name: _required(root, name) for name in HEAD_FIELDS}
    binding = Binding(
        **head,
        figures=tuple(figures),
        numbers=tuple(
            (_required(item, "text"), int(_required(item, "count")))
            for item in root.iter(_name("number"))
        ),
        pictures=tuple(_required(item, "sha256") for item in root.iter(_name("picture"))),
    )
    if root.get("hash") != binding.digest():
        broken.append("")
    return replace(binding, broken=tuple(broken))


def _figure_from(item: etree._Element) -> FigureBinding:
    plain: dict[str, Any] = {
        field.name: _required(item, field.name)
        for field in fields(FigureBinding)
        if field.name not in {"value", "printed"}
    }
    return FigureBinding(**plain, value=item.get("value"), printed=int(_required(item, "printed")))


def _required(item: etree._Element, name: str) -> str:
    value = item.get(name)
    if value is None:
        raise ValueError(f"attribute {name} is missing")
    return str(value)


def _digest(plain: dict[str, Any]) -> str:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
