"""No fault of a table's file is read as if nothing were amiss, and each is told by its place."""

import csv

import pytest

from resetcycle import data, sheets

COLUMNS = ["term_id", "president", "note"]
HEADER = "term_id,president,note\n"


def columns_of(name):
    return [field["name"] for field in data._resource(name)["schema"]["fields"]]


def as_written(line):
    """Return each cell of a sound row as it stands in the file."""
    raw = []
    for cell in next(csv.reader([line])):
        quoted = '"' + cell.replace('"', '""') + '"'
        raw.append(quoted if line[len(",".join([*raw, ""])) :].startswith('"') else cell)
    assert ",".join(raw) == line
    return raw


def refused(name, number, line):
    with pytest.raises(data.DataError) as told:
        sheets._row(name, number, line, columns_of(name))
    return str(told.value)


@pytest.mark.parametrize("name", data.tables())
def test_a_quotation_mark_too_many_is_refused_at_every_cell_of_every_table(name):
    """In 84 of 418 places of the chronology it once ran two cells or two rows together."""
    columns = columns_of(name)
    lines = (data.DATA / data._resource(name)["path"]).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        raw = as_written(line)
        for at, column in enumerate(columns):
            broken = ",".join([*raw[:at], '"' + raw[at], *raw[at + 1 :]])
            message = refused(name, number, broken)
            assert message.startswith(f"table {name}, row {number}"), message
            assert f"column {column!r}: found a quotation mark without its other half" in message


@pytest.mark.parametrize("name", data.tables())
def test_a_quotation_mark_too_few_is_refused_wherever_one_stands(name):
    lines = (data.DATA / data._resource(name)["path"]).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        for at in (at for at, mark in enumerate(line) if mark == '"'):
            assert "found a quotation mark" in refused(name, number, line[:at] + line[at + 1 :])


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a file of three columns with these bytes below the header."""

    def read(body):
        path = tmp_path / "terms.csv"
        path.write_bytes(HEADER.encode() + body)
        return sheets.read("terms", path, COLUMNS)

    return read


def told(read, body):
    with pytest.raises(data.DataError) as found:
        read(body)
    message = str(found.value)
    assert "\n" not in message and message.endswith("."), message
    return message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_of_any_kind_and_a_mark_at_the_start_are_read(tmp_path, end, last):
    lines = [HEADER.strip(), 'clinton,"Clinton, Bill",', 'bush43,Bush,"the ""second"" one"']
    path = tmp_path / "terms.csv"
    path.write_bytes(("\ufeff" + end.join(lines) + end * last).encode())
    assert sheets.read("terms", path, COLUMNS) == [
        ["clinton", "Clinton, Bill", ""],
        ["bush43", "Bush", 'the "second" one'],
    ]


@pytest.mark.parametrize(
    "body, words",
    [
        (b"a,b,c\n\nd,e,f\n", "row 3, column 'term_id': found a blank row; delete the line"),
        (b"a,b,c\n\n", "row 3, column 'term_id': found a blank row; delete the line"),
        (b"a,b,c\n  \n", "row 3, column 'term_id': found a blank row"),
        (b"a,b,c,d\n", "row 2 (a), column 'note': found 4 cells, expected 3; a comma inside"),
        (b"a,b, or c,d\n", "row 2 (a), column 'president': found 4 cells, expected 3; a comma"),
        (b"a,b\n", "row 2 (a), column 'president': found 2 cells, expected 3; the row ends here"),
        (b"a,b,c\nd\n", "row 3 (d), column 'term_id': found 1 cells, expected 3"),
        (b"a,b,c\nd, e,f\n", "row 3 (d), column 'president': found ' e', expected no space"),
        (b"a,b,   \n", "row 2 (a), column 'note': found '   ', expected no space"),
        (b'a, "b",c\n', "row 2 (a), column 'president': found ' \"b\"', expected no space"),
        (b'a,"b"c,d\n', "row 2 (a), column 'president': found a quotation mark without"),
        (b'a,b,"c\nd,e,f\n', "row 2 (a), column 'note': found a quotation mark without"),
        (b"a,b,c\nd,caf\xe9,f\n", "row 3 (d), column 'president': found a character that is not"),
        (b'a,"b, or c",\xff\n', "row 2 (a), column 'note': found a character that is not UTF-8"),
        (b"a," + b"b" * 200_000 + b",c\n", "row 2 (a), column 'president': the row has 200,004"),
        (b'a,b,"' + b"c" * 200_000 + b'"\n', "column 'note': the row has 200,006 characters"),
    ],
)
def test_each_fault_of_a_file_is_one_sentence_with_its_place(read, body, words):
    assert f"table terms, {words}" in told(read, body) or words in told(read, body)


@pytest.mark.parametrize(
    "header, words",
    [
        ("", "column 'term_id': found a blank row"),
        ("term_id;president;note", "separated by semicolons"),
        ('term_id,"president,note', "row 1, column 'president': found a quotation mark"),
        ("term_id,president", "column 'note' is missing"),
        ("term_id,president,note,more", "column 'more' is not declared"),
        ("president,term_id,note", "in another order"),
    ],
)
def test_a_header_that_is_another_is_told(tmp_path, header, words):
    path = tmp_path / "terms.csv"
    path.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(data.DataError, match=words):
        sheets.read("terms", path, COLUMNS)
