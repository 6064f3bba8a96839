"""A document as a Word file in the official format (GB/T 9704-2012), with its binding inside."""

from __future__ import annotations

import hashlib
import uuid
from typing import Final

from lxml import etree

from xinglin.reports.document.binding import NAMESPACE, bind, to_xml
from xinglin.reports.document.model import Document
from xinglin.reports.document.word_content import BodyWriter, footer
from xinglin.reports.document.word_markup import element, serialize
from xinglin.reports.document.word_package import CONTENT_TYPES, RELATIONSHIPS, write_package
from xinglin.reports.document.word_reading import count_numbers, read_word
from xinglin.reports.document.word_styles import font_table, section, settings, styles

BINDING_PART: Final = "customXml/item1.xml"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_DUBLIN, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_OVERRIDES = {
    "word/document.xml": f"{_WORD_TYPE}.document.main+xml",
    "word/styles.xml": f"{_WORD_TYPE}.styles+xml",
    "word/settings.xml": f"{_WORD_TYPE}.settings+xml",
    "word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
    "word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
    "word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
    "customXml/itemProps1.xml": _PROPERTIES_TYPE,
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_DOCUMENT_RELATIONS = {
    "rIdStyles": ("styles", "styles.xml"),
    "rIdSettings": ("settings", "settings.xml"),
    "rIdFonts": ("fontTable", "fontTable.xml"),
    "rIdOdd": ("footer", "footer1.xml"),
    "rIdEven": ("footer", "footer2.xml"),
}


def to_word(document: Document) -> bytes:
    """The .docx of a document; the same document gives the same bytes.

    Raises ValueError when a figure id stands for two figures, or a picture is no PNG.
    """
    document.figures()
    writer = BodyWriter()
    body = writer.body(document, section("rIdOdd", "rIdEven"))
    parts = _parts(document, body, writer.pictures)
    digests = [hashlib.sha256(png).hexdigest() for png in writer.pictures]
    # The numbers of the prose are read by the code that will check them: what it finds now it
    # finds then. It tells figures from other numbers by a binding, so it is given one first.
    parts.update(_binding_parts(to_xml(bind(document, {}, digests))))
    readback = read_word(write_package(parts))
    binding = bind(document, count_numbers(readback.loose_numbers), digests)
    parts.update(_binding_parts(to_xml(binding)))
    return write_package(parts)


def _parts(document: Document, body: etree._Element, pictures: list[bytes]) -> dict[str, bytes]:
    relations = {key: (f"{_OFFICE}/{kind}", to) for key, (kind, to) in _DOCUMENT_RELATIONS.items()}
    relations["rIdBinding"] = (f"{_OFFICE}/customXml", f"../{BINDING_PART}")
    parts = {
        CONTENT_TYPES: _content_types(),
        "word/document.xml": serialize(element("w:document", body)),
        "word/styles.xml": serialize(styles()),
        "word/settings.xml": serialize(settings()),
        "word/fontTable.xml": serialize(font_table()),
        "word/footer1.xml": serialize(footer(is_even=False)),
        "word/footer2.xml": serialize(footer(is_even=True)),
        "docProps/core.xml": _core_properties(document),
    }
    for number, png in enumerate(pictures, 1):
        parts[f"word/media/image{number}.png"] = png
        relations[f"rIdPicture{number}"] = (f"{_OFFICE}/image", f"media/image{number}.png")
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    parts["_rels/.rels"] = _relations(
        {
            "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
            "rId2": (f"{_CORE_RELATION}/core-properties", "docProps/core.xml"),
        }
    )
    return parts


def _binding_parts(binding: bytes) -> dict[str, bytes]:
    # Word wants a store id beside each custom part; from the hash, so that it stays the same.
    store_id = "{" + str(uuid.UUID(hashlib.sha256(binding).hexdigest()[:32])).upper() + "}"
    root = etree.Element(f"{{{_DATA_STORE}}}datastoreItem", nsmap={"ds": _DATA_STORE})
    root.set(f"{{{_DATA_STORE}}}itemID", store_id)
    schemas = etree.SubElement(root, f"{{{_DATA_STORE}}}schemaRefs")
    schema = etree.SubElement(schemas, f"{{{_DATA_STORE}}}schemaRef")
    schema.set(f"{{{_DATA_STORE}}}uri", NAMESPACE)
    properties = {"rId1": (f"{_OFFICE}/customXmlProps", "itemProps1.xml")}
    return {
        BINDING_PART: binding,
        "customXml/itemProps1.xml": serialize(root),
        "customXml/_rels/item1.xml.rels": _relations(properties),
    }


def _content_types() -> bytes:
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
    }
    for extension, kind in defaults.items():
        etree.SubElement(root, f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind)
    for part, kind in _OVERRIDES.items():
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
    return serialize(root)


def _relations(relations: dict[str, tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
    for key, (kind, target) in relations.items():
        etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", Id=key, Type=kind, Target=target)
    return serialize(root)


def _core_properties(document: Document) -> bytes:
    names = {"cp": _CORE, "dc": _DUBLIN, "dcterms": _TERMS, "xsi": _INSTANCE}
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=names)
    told = {"title": document.title, "creator": document.issued_by, "language": "zh-CN"}
    for name, text in told.items():
        etree.SubElement(root, f"{{{_DUBLIN}}}{name}").text = text
    etree.SubElement(root, f"{{{_CORE}}}lastModifiedBy").text = document.issued_by
    moment = f"{document.issued_on.isoformat()}T00:00:00Z"
    for name in ("created", "modified"):
        made = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        made.set(f"{{{_INSTANCE}}}type", "dcterms:W3CDTF")
        made.text = moment
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
