"""Each way of changing a Word report is named, and nothing else is."""

from __future__ import annotations

import copy

import pytest
from lxml import etree
from report_sample import (
    NAMES,
    PIXEL,
    W,
    breaking,
    build_document,
    controls,
    findings,
    part_of,
    rewrite,
    tamper,
    texts,
    word_xml,
)

from xinglin.reports.document.word import BINDING_PART, to_word

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def control_text(root: etree._Element, title: str, number: int = 0) -> etree._Element:
    return next(controls(root, title)[number].iter(f"{{{W}}}t"))


def body_paragraph(root: etree._Element, text: str) -> etree._Element:
    return next(node for node in root.iter(f"{{{W}}}p") if text in "".join(node.itertext()))


def test_an_untouched_file_holds(word_file: bytes) -> None:
    found = findings(word_file)
    assert [(item.kind, item.figure_id) for item in found] == [
        ("holds", name) for name in ("cases", "deaths", "change", "class-a", "late")
    ]


def test_one_digit_changed(word_file: bytes) -> None:
    def change(root: etree._Element) -> None:
        control_text(root, "cases").text = "2888"

    assert breaking(tamper(word_file, change)) == [("text_changed", "cases", "2988", "2888")]


def test_a_changed_figure_in_the_appendix_names_its_place(word_file: bytes) -> None:
    def change(root: etree._Element) -> None:
        control_text(root, "deaths", 1).text = "2"

    (found,) = [item for item in findings(tamper(word_file, change)) if item.breaks]
    assert (found.figure_id, found.context, found.part) == ("deaths", "2", "word/document.xml")
    assert found.message == "数字 deaths 生成时为「12」，现为「2」。"


def test_a_run_split_anywhere_is_read_whole(word_file: bytes) -> None:
    def split(root: etree._Element, into: tuple[str, ...]) -> None:
        run = control_text(root, "cases").getparent()
        for text in reversed(into):
            part = copy.deepcopy(run)
            part.find("w:t", NAMES).text = text
            run.addnext(part)
        run.getparent().remove(run)

    assert breaking(tamper(word_file, lambda root: split(root, ("2", "98", "8")))) == []
    changed = tamper(word_file, lambda root: split(root, ("2", "89", "8")))
    assert breaking(changed) == [("text_changed", "cases", "2988", "2898")]


def test_a_control_taken_off_its_text(word_file: bytes) -> None:
    def unwrap(root: etree._Element) -> None:
        control = controls(root, "deaths")[0]
        for run in control.find("w:sdtContent", NAMES):
            control.addprevious(run)
        control.getparent().remove(control)

    assert breaking(tamper(word_file, unwrap)) == [("control_removed", "deaths", "12", "12")]


def test_a_number_typed_where_a_control_was(word_file: bytes) -> None:
    def replace(root: etree._Element) -> None:
        control = controls(root, "deaths")[0]
        control.addprevious(word_xml("<w:r><w:t>21</w:t></w:r>"))
        control.getparent().remove(control)

    assert breaking(tamper(word_file, replace)) == [("text_changed", "deaths", "12", "21")]


def test_a_number_typed_where_control_and_bookmark_were(word_file: bytes) -> None:
    def replace(root: etree._Element) -> None:
        control = controls(root, "deaths")[0]
        for mark in (control.getprevious(), control.getnext()):
            mark.getparent().remove(mark)
        control.addprevious(word_xml("<w:r><w:t>21</w:t></w:r>"))
        control.getparent().remove(control)

    assert breaking(tamper(word_file, replace)) == [
        ("control_removed", "deaths", "12", None),
        ("loose_number", "", None, "21"),
    ]


def test_a_figure_deleted_with_its_sentence(word_file: bytes) -> None:
    def delete(root: etree._Element) -> None:
        paragraph = body_paragraph(root, "加强监测")
        paragraph.getparent().remove(paragraph)

    kinds = {(kind, figure_id) for kind, figure_id, _, _ in breaking(tamper(word_file, delete))}
    names = ("cases", "deaths", "change", "class-a", "late")
    assert kinds == {("control_removed", name) for name in names}


def test_a_number_typed_into_the_prose(word_file: bytes) -> None:
    def insert(root: etree._Element) -> None:
        texts(root, "力争")[0].text = "力争12月底前完成，新增床位4321张。"

    (found,) = [item for item in findings(tamper(word_file, insert)) if item.breaks]
    assert (found.kind, found.new) == ("loose_number", "4321")
    assert "新增床位[4321]张" in found.context


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("４３２１例", "４３２１"),
        ("1,234人", "1,234"),
        ("占35.6%", "35.6%"),
        ("约5万份", "5万"),
        ("三千二百例", "三千二百"),
        ("百分之三十五", "百分之三十五"),
        ("又召开会议3次", "3"),
    ],
)
def test_numbers_in_every_writing_are_seen(word_file: bytes, typed: str, named: str) -> None:
    def insert(root: etree._Element) -> None:
        texts(root, "力争")[0].text = f"力争12月底前完成，{typed}。"

    assert breaking(tamper(word_file, insert)) == [("loose_number", "", None, named)]


def test_a_digit_or_unit_glued_to_a_figure(word_file: bytes) -> None:
    def glue(text: str) -> bytes:
        def insert(root: etree._Element) -> None:
            mark = controls(root, "cases")[0].getnext()
            mark.addnext(word_xml(f"<w:r><w:t>{text}</w:t></w:r>"))

        return tamper(word_file, insert)

    assert [kind for kind, *_ in breaking(glue("5"))] == ["loose_number"]
    (found,) = [item for item in findings(glue("万")) if item.breaks]
    assert "[2988万]例" in found.context


def test_prose_fonts_and_dates_may_change(word_file: bytes) -> None:
    def edit(root: etree._Element) -> None:
        texts(root, "力争")[0].text = "确保于12月底之前全面完成，并于11月15日开展督查。"
        for fonts in root.iter(f"{{{W}}}rFonts"):
            fonts.set(f"{{{W}}}eastAsia", "微软雅黑")
        body_paragraph(root, "市人民政府").getparent().remove(body_paragraph(root, "市人民政府"))

    data = tamper(word_file, edit)
    assert breaking(data) == []
    assert [item.new for item in findings(data) if item.kind == "loose_reference"] == ["11月15日"]


def test_a_copied_figure_is_told_and_harmless(word_file: bytes) -> None:
    def copy_paragraph(root: etree._Element) -> None:
        control = copy.deepcopy(controls(root, "deaths")[0])
        body_paragraph(root, "力争").append(control)

    data = tamper(word_file, copy_paragraph)
    assert breaking(data) == []
    assert ("duplicated", "deaths") in {(item.kind, item.figure_id) for item in findings(data)}

    def copy_and_change(root: etree._Element) -> None:
        copy_paragraph(root)
        control_text(root, "deaths", 2).text = "1"

    changed = tamper(word_file, copy_and_change)
    assert breaking(changed) == [("text_changed", "deaths", "12", "1")]


def test_a_number_in_a_header(word_file: bytes) -> None:
    def insert(root: etree._Element) -> None:
        root[0].append(word_xml("<w:r><w:t>死亡9例</w:t></w:r>"))

    data = tamper(word_file, insert, "word/footer1.xml")
    assert breaking(data) == [("loose_number", "", None, "9")]
    # A word processor writes the same footer for odd and even pages: not a second number.
    twice = tamper(data, insert, "word/footer2.xml")
    assert breaking(twice) == [("loose_number", "", None, "9")]


def test_a_footer_nobody_refers_to_is_not_shown(word_file: bytes) -> None:
    def unlink(root: etree._Element) -> None:
        for reference in root.xpath("//w:footerReference[@w:type='even']", namespaces=NAMES):
            reference.getparent().remove(reference)

    def insert(root: etree._Element) -> None:
        root[0].append(word_xml("<w:r><w:t>死亡9例</w:t></w:r>"))

    assert breaking(tamper(tamper(word_file, insert, "word/footer2.xml"), unlink)) == []


def test_tracked_changes_count_as_accepted(word_file: bytes) -> None:
    def track(root: etree._Element) -> None:
        run = control_text(root, "cases").getparent()
        old = word_xml(
            '<w:del w:id="900" w:author="某"><w:r><w:delText>2988</w:delText></w:r></w:del>'
        )
        new = word_xml('<w:ins w:id="901" w:author="某"><w:r><w:t>1988</w:t></w:r></w:ins>')
        run.addprevious(old)
        run.addprevious(new)
        run.getparent().remove(run)

    assert breaking(tamper(word_file, track)) == [("text_changed", "cases", "2988", "1988")]


def test_a_number_in_a_text_box_counts_once(word_file: bytes) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>另有77例</w:t></w:r></w:p></w:txbxContent>"
    shape = (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:wps="{WPS}" Requires="wps">'
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    def insert(root: etree._Element) -> None:
        body_paragraph(root, "力争").append(word_xml(shape))

    assert breaking(tamper(word_file, insert)) == [("loose_number", "", None, "77")]


def test_a_number_in_a_footnote(word_file: bytes) -> None:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="5"><w:p><w:r><w:t>实为88例</w:t></w:r></w:p>'
        '</w:footnote><w:footnote w:id="6"><w:p><w:r><w:t>99</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    relations = part_of(word_file, "word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/>'
    linked = relations.replace("</Relationships>", relation + "</Relationships>").encode()

    def refer(root: etree._Element) -> None:
        mark = word_xml('<w:r><w:footnoteReference w:id="5"/></w:r>')
        body_paragraph(root, "力争").append(mark)

    parts = {"word/footnotes.xml": notes.encode(), "word/_rels/document.xml.rels": linked}
    data = rewrite(tamper(word_file, refer), parts)
    assert breaking(data) == [("loose_number", "", None, "88")]


def test_hidden_text_is_not_seen(word_file: bytes) -> None:
    def hide(root: etree._Element) -> None:
        run = control_text(root, "cases").getparent()
        run.find("w:rPr", NAMES).append(word_xml("<w:vanish/>"))

    assert breaking(tamper(word_file, hide)) == [("text_changed", "cases", "2988", "")]


def test_two_controls_exchanged(word_file: bytes) -> None:
    def exchange(root: etree._Element) -> None:
        for title, other in (("cases", "deaths"), ("deaths", "cases")):
            for control in controls(root, title)[:1]:
                control.set("swap", other)
        for control in root.xpath("//w:sdt[@swap]", namespaces=NAMES):
            name = control.attrib.pop("swap")
            control.find("w:sdtPr/w:alias", NAMES).set(f"{{{W}}}val", name)

    kinds = breaking(tamper(word_file, exchange))
    assert {(kind, figure_id) for kind, figure_id, *_ in kinds} == {
        ("repointed", "cases"),
        ("repointed", "deaths"),
    }


def test_a_control_bound_to_data(word_file: bytes) -> None:
    def bind(root: etree._Element) -> None:
        properties = controls(root, "cases")[0].find("w:sdtPr", NAMES)
        properties.append(word_xml('<w:dataBinding w:xpath="/x" w:storeItemID="{0}"/>'))

    assert breaking(tamper(word_file, bind)) == [("repointed", "cases", "2988", "2988")]


@pytest.mark.parametrize(
    ("attribute", "old", "new"),
    [("place", "469900", "330782"), ("period", "2013H1", "2012H1"), ("value", "2988", "2888")],
)
def test_a_binding_re_pointed_in_the_custom_part(
    word_file: bytes, attribute: str, old: str, new: str
) -> None:
    def repoint(root: etree._Element) -> None:
        (item,) = root.xpath('//*[@figure_id="cases"]')
        assert item.get(attribute) == old
        item.set(attribute, new)

    kinds = breaking(tamper(word_file, repoint, BINDING_PART))
    assert [(kind, name) for kind, name, *_ in kinds] == [
        ("binding_broken", "cases"),
        ("binding_broken", ""),
    ]


def test_numbers_smuggled_into_the_custom_part(word_file: bytes) -> None:
    def add(root: etree._Element) -> None:
        number = etree.SubElement(root.find("{*}numbers"), root.find("{*}numbers")[0].tag)
        number.set("text", "4321")
        number.set("count", "1")

    assert [kind for kind, *_ in breaking(tamper(word_file, add, BINDING_PART))] == [
        "binding_broken"
    ]


def test_another_picture(word_file: bytes) -> None:
    other = rewrite(word_file, {"word/media/image1.png": PIXEL + b"\0"})
    assert [kind for kind, *_ in breaking(other)] == ["picture_changed"]


def test_a_figure_moved_to_another_paragraph_still_holds(word_file: bytes) -> None:
    def move(root: etree._Element) -> None:
        control = controls(root, "deaths")[0]
        target = body_paragraph(root, "力争")
        for node in (control.getprevious(), control, control.getnext()):
            target.append(node)

    assert breaking(tamper(word_file, move)) == []


def test_a_control_word_has_put_around_a_whole_cell_or_paragraph(word_file: bytes) -> None:
    def lift(root: etree._Element) -> None:
        for control in controls(root, "cases"):
            mark, after, run = control.getprevious(), control.getnext(), control[1][0]
            cell = next(control.iterancestors(f"{{{W}}}tc"), None)
            if cell is None:
                continue
            control.addprevious(run)
            cell.addprevious(control)
            control[1].append(cell)
            assert mark.getparent() is after.getparent()

    assert breaking(tamper(word_file, lift)) == []


def test_a_control_of_ours_inside_a_control_of_the_user(word_file: bytes) -> None:
    def wrap(root: etree._Element) -> None:
        control = controls(root, "cases")[0]
        outer = word_xml('<w:sdt><w:sdtPr><w:alias w:val="备注"/></w:sdtPr><w:sdtContent/></w:sdt>')
        control.addprevious(outer)
        outer[1].append(control)

    assert breaking(tamper(word_file, wrap)) == []


def test_what_cannot_be_read_is_told(word_file: bytes) -> None:
    relations = part_of(word_file, "word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    relation = f'<Relationship Id="rIdChunk" Type="{kind}" Target="chunk.html"/>'
    linked = relations.replace("</Relationships>", relation + "</Relationships>").encode()
    parts = {"word/chunk.html": b"<p>77</p>", "word/_rels/document.xml.rels": linked}
    assert [kind for kind, *_ in breaking(rewrite(word_file, parts))] == ["unread"]


def test_page_numbers_are_no_numbers_of_the_prose(word_file: bytes) -> None:
    def repaginate(root: etree._Element) -> None:
        texts(root, "1")[0].text = "37"

    assert breaking(tamper(word_file, repaginate, "word/footer1.xml")) == []


def test_numbers_already_in_the_prose_are_known() -> None:
    data = to_word(build_document(footer="报告编号：R-1，共3页，三千二百例"))
    assert breaking(data) == []
