"""Files that somebody might hand in to do harm, made here; and sound ones to compare them with."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx
import xlsxwriter

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
RELATIONSHIPS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{more}/>
</Relationships>"""
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Targets" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData>{rows}</sheetData></worksheet>"""
ONE_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>Target</t></is></c></row>'


def parts(*, rows: str = ONE_CELL, before: str = "") -> dict[str, str | bytes]:
    """The parts of a small sound workbook."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONSHIPS.format(kind="officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONSHIPS.format(
            kind="worksheet", target="worksheets/sheet1.xml", more=""
        ),
        "xl/worksheets/sheet1.xml": SHEET.format(rows=rows, before=before),
    }


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def workbook(rows: Sequence[Sequence[object]], name: str = "Targets") -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return held.getvalue()


def word(*, paragraphs: Sequence[str] = ("A paragraph.",), table: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                made.cell(row, column).text = cell
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def with_part(content: bytes, name: str, part: str | bytes) -> bytes:
    """A zip with one more part."""
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return held.getvalue()


def replaced(content: bytes, name: str, before: bytes, after: bytes) -> bytes:
    """A zip with a change in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    assert before in files[name]
    files[name] = files[name].replace(before, after)
    return zipped(files)


def lying_about_its_size() -> bytes:
    """A workbook whose sheet declares 100 bytes and pours out far more."""
    content = bytearray(zipped(parts(rows=ONE_CELL + " " * 5_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    for at in positions(bytes(content), struct.pack("<I", size)):
        content[at : at + 4] = struct.pack("<I", 100)
    return bytes(content)


def overlapping() -> bytes:
    """A workbook with a part that lies inside another, as in a bomb without nesting."""
    content = bytearray(zipped({**parts(), "xl/a.xml": "<a/>", "xl/b.xml": "<b/>"}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        first, second = archive.getinfo("xl/a.xml"), archive.getinfo("xl/b.xml")
    listing = bytes(content).rfind(b"xl/b.xml")
    at = listing - 4
    assert content[at : at + 4] == struct.pack("<I", second.header_offset)
    content[at : at + 4] = struct.pack("<I", first.header_offset)
    return bytes(content)


def positions(content: bytes, wanted: bytes) -> list[int]:
    found, at = [], content.find(wanted)
    while at >= 0:
        found.append(at)
        at = content.find(wanted, at + 1)
    return found


def rows_without_end(count: int) -> bytes:
    """A workbook with a sheet of so many rows, packed small."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    sheet = SHEET.format(before="", rows="\x00").split("\x00")
    block = b"<row><c><v>1</v></c></row>" * 10_000
    packed = [packer.compress(sheet[0].encode())]
    checksum, size = zlib.crc32(sheet[0].encode()), len(sheet[0])
    for _ in range(count // 10_000):
        packed.append(packer.compress(block))
        checksum, size = zlib.crc32(block, checksum), size + len(block)
    packed.append(packer.compress(sheet[1].encode()) + packer.flush())
    checksum, size = zlib.crc32(sheet[1].encode(), checksum), size + len(sheet[1])
    files = parts()
    del files["xl/worksheets/sheet1.xml"]
    held = io.BytesIO(zipped(files))
    return _appended(held.getvalue(), "xl/worksheets/sheet1.xml", b"".join(packed), size, checksum)


def _appended(content: bytes, name: str, packed: bytes, size: int, checksum: int) -> bytes:
    """A zip with a part that is packed already."""
    end = content.rfind(b"PK\x05\x06")
    listing_at, listing_size = (
        struct.unpack("<I", content[end + 16 : end + 20])[0],
        struct.unpack("<I", content[end + 12 : end + 16])[0],
    )
    entries = struct.unpack("<H", content[end + 10 : end + 12])[0] + 1
    label = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, checksum, len(packed), size, len(label), 0)
    local = b"PK\x03\x04" + common + label + packed
    entry = (
        b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, listing_at) + label
    )
    listing = content[listing_at : listing_at + listing_size] + entry
    closing = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, entries, entries, len(listing), listing_at + len(local), 0
    )
    return content[:listing_at] + local + listing + closing


def pdf(lines: Sequence[str] = ("Waiting lists fell.",), password: str = "") -> bytes:
    """A PDF of one page, made by hand."""
    words = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {words} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    content, starts = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        starts.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    at = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % start for start in starts)
    content += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % at
    if not password:
        return content
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()
