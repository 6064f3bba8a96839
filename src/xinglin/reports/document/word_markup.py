"""WordprocessingML names, and a short way to build elements."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
XML = "http://www.w3.org/XML/1998/namespace"
NAMESPACES = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC}


def qualified(name: str) -> str:
    """``w:p`` as ``{namespace}p``; a name without prefix stays as it is."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def element(
    name: str, /, *children: etree._Element, text: str = "", **attributes: str
) -> etree._Element:
    """An element; attributes take the element's own prefix when that is ``w``.

    Attributes of other namespaces are written with two underscores: ``r__id``.
    """
    made = etree.Element(qualified(name), nsmap=NAMESPACES)
    own_prefix = "w:" if name.startswith("w:") else ""
    for key, value in attributes.items():
        prefix, double, local = key.partition("__")
        made.set(qualified(f"{prefix}:{local}" if double else own_prefix + key), value)
    made.extend(children)
    if text:
        made.text = text
    return made


def text_element(text: str) -> etree._Element:
    """``w:t`` that keeps its spaces."""
    made = element("w:t", text=text)
    made.set(f"{{{XML}}}space", "preserve")
    return made


def serialize(root: etree._Element) -> bytes:
    """The element as the bytes of a part, unused namespaces dropped."""
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
