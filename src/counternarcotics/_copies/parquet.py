"""A Parquet file that nobody trusts, read only after its footer and its page headers show that it stays within bounds.

A page can unpack to far more than its bytes, and some encodings to more than its unpacked size. So every page header is
read first: what all pages unpack to is added up, and only encodings that cannot repeat a text are let through. A text
that a dictionary repeats in every row is read as a dictionary, and its total length is known before it is written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from counternarcotics._copies.sources import DamageError, reason
from counternarcotics._shared.arrow import owned

_MAGIC = b"PAR1"
_LONGEST_FOOTER = 1 << 20
_LONGEST_PAGE_HEAD = 1 << 16
_DEEPEST = 12
_ENCODINGS = {0, 2, 3, 5, 8}  # PLAIN, PLAIN_DICTIONARY, RLE, DELTA_BINARY_PACKED, RLE_DICTIONARY
_FIXED_LENGTH = 7  # the type of a column of texts of one length
_DICTIONARY_PAGE, _DATA_PAGES = 7, (5, 8)  # the field of a page header that describes the page
_BYTES_A_CELL = 16
"""What a cell takes in a page at most, beside its text: a number, or the length of a text, and its level."""


def read(content: bytes, most: int) -> pa.Table:
    """Return the table in a Parquet file.

    Args:
        content: The file.
        most: The bytes that the same table may have as CSV, which has at least one for each cell.

    Raises:
        DamageError: It is no such file, or holds more.
    """
    footer = int.from_bytes(content[-8:-4], "little")
    if not content.startswith(_MAGIC) or not content.endswith(_MAGIC) or len(content) < 12:
        raise DamageError("it has not the beginning and the end of a Parquet file")
    if footer > min(_LONGEST_FOOTER, len(content)):
        raise DamageError(f"its footer is {footer} bytes, more than it may have")
    try:
        about = pq.read_metadata(pa.BufferReader(content[:4] + content[-footer - 8 :]))
        columns = [about.schema.column(number) for number in range(about.num_columns)]
        if any(column.max_repetition_level or column.max_definition_level > 1 for column in columns):
            raise DamageError("it has columns within columns, which no table has")
        _check(about, content[-footer - 8 : -8], content, most)
        names = [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]
        with pq.ParquetFile(pa.BufferReader(owned(content)), read_dictionary=names) as file:
            table = file.read(use_threads=False).replace_schema_metadata(None)
        table.validate(full=True)
        if _text_length(table) > most:
            raise DamageError(f"its texts are longer than the {most} bytes that they may have")
        return table.cast(pa.schema([_plain(field) for field in table.schema]))
    except (DamageError, MemoryError):
        raise
    except (LookupError, TypeError):
        raise DamageError("a footer that cannot be read") from None
    except Exception as error:  # on a damaged file, pyarrow raises anything from OSError to OverflowError
        raise DamageError(reason(error)) from None


def _check(about: pq.FileMetaData, footer: bytes, content: bytes, most: int) -> None:
    """Raise `DamageError` where rows, or what the pages unpack to, are more than the table may have."""
    # Not from pyarrow, which aborts the process where the footer has wrong statistics of sizes.
    groups = _struct(footer, 0)[0][4]
    rows, cells = [group[3] for group in groups], about.num_rows * about.num_columns
    if min(rows, default=0) < 0 or sum(rows) != about.num_rows or cells > most:
        raise DamageError(f"it has {about.num_rows} rows of {about.num_columns} columns, more than it may have")
    unpacked = 0
    for group in groups:
        if len(group[1]) != about.num_columns:
            raise DamageError(f"{len(group[1])} columns in a group of rows, {about.num_columns} in the table")
        for column in group[1]:
            values = 0
            for page, size in _pages(content, column[3]):
                unpacked += size
                values += page
            if values != group[3] or column[3][5] != group[3]:
                raise DamageError(f"a column has {values} cells in {group[3]} rows")
    if unpacked > most + _BYTES_A_CELL * cells + 1000 * len(groups) * about.num_columns:
        raise DamageError(f"it unpacks to {unpacked} bytes, more than it may have")


def _pages(content: bytes, column: dict[int, Any]) -> Iterator[tuple[int, int]]:
    """Yield how many cells each page of a column has, and to how many bytes it unpacks."""
    if column[1] == _FIXED_LENGTH:
        raise DamageError("a column of type FIXED_LEN_BYTE_ARRAY, which no table has")
    first = column[9]  # after the dictionary, if the column has one
    place = min(first, column.get(11) or first)
    end = place + column[7]
    if place < len(_MAGIC) or end > len(content):
        raise DamageError("its footer names a place outside of the file")
    while place < end:
        try:
            fields, length = _struct(content[place : place + _LONGEST_PAGE_HEAD], 0)
            (kind,) = fields.keys() & {_DICTIONARY_PAGE, *_DATA_PAGES}
            unpacked, packed, encoding = fields[2], fields[3], fields[kind][4 if kind == _DATA_PAGES[1] else 2]
            cells = fields[kind][1] if kind in _DATA_PAGES else 0
        except (ValueError, LookupError, TypeError):
            raise DamageError("a page header that cannot be read") from None
        if encoding not in _ENCODINGS:
            raise DamageError(f"encoding {encoding}, which can hide any amount of data; save it with another")
        if min(unpacked, packed) < 0 or (cells and place < first):
            raise DamageError("a page header that cannot be read")
        yield cells, unpacked
        place += length + packed


def _struct(content: bytes, place: int, depth: int = 0) -> tuple[dict[int, Any], int]:
    """Return a structure in Thrift's compact form, as Parquet writes its footer and page headers, and the place after.

    Of its fields these are the whole numbers, the structures and the lists; anything else is passed over.

    Raises:
        ValueError: There is no such structure here, or it has a field twice, as no writer does.
        IndexError: It has no end.
    """
    fields, number = dict[int, Any](), 0
    while head := content[place]:
        place += 1
        kind, step = head & 15, head >> 4
        if not step:  # the number of the field itself follows
            step, place = _integer(content, place)
            number = 0
        number += step
        # A truth is in the head itself.
        value, place = (None, place) if kind in (1, 2) else _value(content, place, kind, depth + 1)
        if number in fields or not 0 < number < 1 << 15:
            raise ValueError(f"field {number} twice, or of a number that no field has")
        fields[number] = value
    return fields, place + 1


def _value(content: bytes, place: int, kind: int, depth: int) -> tuple[Any, int]:
    """Return a value in a structure or list, and the place after it; raises as `_struct` does."""
    if kind in (1, 2, 3, 7):  # a truth or a byte in a list, or a number with a fraction
        return None, place + (8 if kind == 7 else 1)
    if kind in (4, 5, 6):  # of 16, 32 and 64 bits
        return _integer(content, place)
    if kind == 8:
        length, place = _varint(content, place)
        return None, place + length
    if kind not in (9, 12) or depth > _DEEPEST:
        raise ValueError(f"a field of kind {kind}")
    if kind == 12:
        return _struct(content, place, depth)
    size, inner, place = content[place] >> 4, content[place] & 15, place + 1
    if size == 15:  # the size itself follows
        size, place = _varint(content, place)
    if size > len(content):
        raise ValueError(f"a list of {size} values")
    values = []
    for _ in range(size):
        value, place = _value(content, place, inner, depth + 1)
        values.append(value)
    return values, place


def _varint(content: bytes, place: int) -> tuple[int, int]:
    """Return a number in as many bytes as it needs, and the place after it; raises as `_struct` does."""
    number = 0
    for shift in range(0, 64, 7):
        byte = content[place]
        place += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, place
    raise ValueError("a number without end")


def _integer(content: bytes, place: int) -> tuple[int, int]:
    """Return a number that may be negative, and the place after it; raises as `_struct` does."""
    number, place = _varint(content, place)
    return (number >> 1) ^ -(number & 1), place


def _plain(field: pa.Field) -> pa.Field:
    """Return a column as one of texts where it is read as a dictionary of them."""
    return field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field


def _text_length(table: pa.Table) -> int:
    """Return how many bytes the texts of all rows have."""
    length = 0
    for column in table.columns:
        for chunk in column.chunks:
            if pa.types.is_dictionary(chunk.type):
                length += pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() or 0
            elif pa.types.is_string(chunk.type) or pa.types.is_large_string(chunk.type):
                length += pc.sum(pc.binary_length(chunk)).as_py() or 0
    return length
