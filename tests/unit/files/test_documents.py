"""Folders and archives of documents: one note a file, and nothing left out without a word."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from tbnlp.errors import InputError, UsageError
from tbnlp.files.docx_text import text_of_docx
from tbnlp.files.html_text import text_of_html, text_of_html_file
from tbnlp.stage import Reason
from tests.unit.files.reading_aid import opened, read, texts

WORD = nsdecls("w")


def docx_bytes(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_bytes(text: str | None, password: str | None = None) -> bytes:
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    raw, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(raw))
        raw += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(raw)
    raw += b"xref\n0 6\n0000000000 65535 f \n" + table
    raw += b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    if password is None:
        return raw
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened_zip:
        for name, content in members.items():
            opened_zip.writestr(name, content)
    return buffer.getvalue()


DOCUMENTS = {
    "a.txt": b"\xef\xbb\xbfplain\r\ntext",
    "b/c.md": b"# marked",
    "d.docx": docx_bytes("one", "two"),
    "e.pdf": pdf_bytes("layer of text"),
    "f.html": b"<html><body><p>page &amp; more</p><script>x()</script></body></html>",
    "g.docx": b"PK\x03\x04broken",
    "h.pdf": b"%PDF-1.4 broken",
    "i.pdf": pdf_bytes(None),
    "j.pdf": pdf_bytes("locked", password="secret"),  # noqa: S106  made up
    "k.docx": b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "l.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "m.txt": b"caf\xe9",
    "n.csv": b"text\nno document\n",
    "o.zip": zipped({"x.txt": b"inner"}),
    "p.txt": b"x" * 200,
    "q.txt": b"",
}
EXPECTED = [
    "plain\r\ntext",
    "# marked",
    "one\ntwo",
    "layer of text",
    "page & more",
    "corrupt_file",
    "corrupt_file",
    "no_text",
    "encrypted_file",
    "encrypted_file",
    "unknown_kind",
    "bad_encoding",
    "unknown_kind",
    "unknown_kind",
    "too_long",
    "no_text",
]


def test_a_folder_gives_one_note_a_file_and_says_what_it_skips(tmp_path: Path) -> None:
    for name, content in DOCUMENTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "~$d.docx").write_bytes(b"x")
    source = opened(tmp_path, max_characters=100)
    assert texts(read(source)) == EXPECTED
    assert source.warnings == {"hidden_file_skipped": 2}
    assert source.source_of(0) == "0 a.txt"
    assert [item.note_id for item in read(source, [0, 15])] == ["n0-00000", "n15-00000"]


def test_a_zip_gives_the_same_notes_as_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({**DOCUMENTS, "__MACOSX/a.txt": b"x"}))
    source = opened(path, max_characters=100)
    assert texts(read(source)) == EXPECTED
    assert source.warnings == {"hidden_file_skipped": 1}


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("CANARY")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").symlink_to(outside)
    (folder / "more").symlink_to(tmp_path)
    assert texts(read(opened(folder))) == ["unknown_kind", "unknown_kind"]


@pytest.mark.parametrize("name", ["g.docx", "h.pdf", "l.png"])
def test_a_single_file_that_cannot_be_read_ends_the_run(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name])
    with pytest.raises(InputError):
        opened(path)


def test_a_missing_input_is_refused_without_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        opened(tmp_path / "Maria Lopez.csv")
    assert "Lopez" not in str(caught.value)


def test_the_same_input_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    with pytest.raises(UsageError, match="twice"):
        opened(path, path)


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "C:\\out.txt", "\\\\host\\out.txt", "a/../../out.txt"]
)
def test_an_archive_whose_paths_lead_out_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({name: b"x"}))
    with pytest.raises(InputError, match="leads out"):
        opened(path)


def test_a_packing_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.txt": b"\0" * 30_000_000}))
    with pytest.raises(InputError, match="100 to 1"):
        opened(path)
    bomb = docx_bytes("x")
    buffer = io.BytesIO(bomb)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as opened_zip:
        opened_zip.writestr("word/media/x.bin", b"\0" * 30_000_000)
    assert text_of_docx(buffer.getvalue(), Counter()) is Reason.CORRUPT_FILE


def test_a_table_is_asked_of_a_zip_that_holds_none(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped({"Rosa.jsonl": b'{"text":"x"}'}))
    with pytest.raises(UsageError, match="without a CSV or TSV file") as caught:
        opened(path, table="Rosa")
    assert "Rosa" not in str(caught.value)
    assert texts(read(opened(path))) == ["unknown_kind"]


def test_a_zip_of_tables_needs_a_name_when_there_are_several(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(zipped({"x/Note.csv": b"text\nhello\n", "x/Client.csv": b"a\n1\n"}))
    with pytest.raises(UsageError, match="2 CSV or TSV files"):
        opened(path)
    assert texts(read(opened(path, table="note"))) == ["hello"]


def document_with(xml: str) -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(xml.replace("<w:p>", f"<w:p {WORD}>", 1)))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_tracked_insertions_stay_and_deletions_go_and_are_counted() -> None:
    content = document_with(
        "<w:p><w:r><w:t>She </w:t></w:r>"
        '<w:ins w:id="1" w:author="A"><w:r><w:t>said yes</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>CANARY</w:delText></w:r></w:del>'
        "<w:r><w:tab/><w:t>now</w:t><w:br/><w:t>here</w:t></w:r></w:p>"
    )
    warnings: Counter[str] = Counter()
    assert text_of_docx(content, warnings) == "She said yes\tnow\nhere"
    assert warnings["tracked_deletion_dropped"] == 1


def test_tables_stand_where_they_stand_in_the_note_with_their_inner_tables() -> None:
    document = docx.Document()
    document.add_paragraph("before")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Name:"
    inner = table.cell(0, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "inside"
    document.add_paragraph("after")
    buffer = io.BytesIO()
    document.save(buffer)
    text = text_of_docx(buffer.getvalue(), Counter())
    assert isinstance(text, str)
    assert [line.strip() for line in text.split("\n") if line.strip()] == [
        "before",
        "Name:\tinside",
        "after",
    ]
    assert text.count("inside") == 1


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = document_with(
        f"<w:p><w:r><w:t>outer</w:t></w:r><w:r><mc:AlternateContent {mc}>"
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text_of_docx(content, Counter()) == "outer\nboxed"


def test_footnotes_are_part_of_the_note() -> None:
    notes = (
        f'<w:footnotes {WORD}><w:footnote w:type="separator" w:id="0">'
        "<w:p><w:r><w:t>-</w:t></w:r></w:p>"
        '</w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>below</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    buffer = io.BytesIO(docx_bytes("above"))
    with zipfile.ZipFile(buffer, "a") as opened_zip:
        opened_zip.writestr("word/footnotes.xml", notes)
    assert text_of_docx(buffer.getvalue(), Counter()) == "above\nbelow"


def test_entities_in_a_document_are_refused() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "CANARY"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f"<w:document {WORD}><w:body><w:p><w:r><w:t>&a;&f;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert (
        text_of_docx(zipped({"word/document.xml": bomb.encode()}), Counter()) is Reason.CORRUPT_FILE
    )


def test_a_page_is_read_as_a_person_sees_it() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body><h1>Intake</h1>"
        "<p>She  said\n<b>that</b> he<br>left.</p><!-- hidden -->"
        "<table><tr><td>Age</td><td>19</td></tr>"
        "</table><pre>a  b\n c</pre><script>alert(1)</script>tail</body></html>"
    )
    assert text_of_html(page) == "Intake\n\nShe said that he\nleft.\n\nAge\t19\n\na  b\nc\ntail"


def test_deep_nesting_in_a_page_does_not_cut_its_text() -> None:
    assert (
        text_of_html("<div>" * 1000 + "inside" + "</div>" * 1000 + "<p>end</p>") == "inside\n\nend"
    )
    page = b"<div>" * 9000 + b"inside" + b"</div>" * 9000
    assert text_of_html_file(page, None) is Reason.CORRUPT_FILE


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>caf\u00e9</p>".encode(), "caf\u00e9"),
        (b'<meta charset="iso-8859-1"><p>caf\xe9</p>', "caf\u00e9"),
        (
            '<?xml version="1.0" encoding="utf-8"?><html><body>caf\u00e9</body></html>'.encode(),
            "caf\u00e9",
        ),
        ("<p>caf\u00e9</p>".encode("utf-16"), "caf\u00e9"),
        (b"<p>caf\xe9</p>", Reason.BAD_ENCODING),
    ],
    ids=["utf8", "meta", "xhtml", "utf16", "undeclared"],
)
def test_the_encoding_of_a_page_is_taken_from_it(content: bytes, expected: object) -> None:
    assert text_of_html_file(content, None) == expected
