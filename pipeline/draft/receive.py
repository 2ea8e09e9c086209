"""A file as it was received: its bytes made into the text of a seed, or the reason why they are none."""

import codecs
import hashlib
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.draft.language import language_fault
from pipeline.draft.odd import odd_characters

MAX_BYTES = 100_000
"""The text of some 15,000 words: longer than any news article, and read in some seconds."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
"""Byte order marks, that of UTF-32 before the one of UTF-16 that it begins with."""
_FORMATS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive, such as a Word document (.docx)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"bplist", "a web archive"),
)
_AS_TEXT = "open it, copy the article's text and save that as a plain text file (.txt, UTF-8)"
_HTML = re.compile(r"<(?:!doctype html|html|head|body)\b|</(?:p|div|span|a|li|td)>", re.IGNORECASE)
_MOST_OF_WINDOWS = 0.1
"""The largest share of bytes above 127 in a Windows text: more of them are letters of another encoding."""


class Refused(Exception):
    """The file cannot be drafted; the message says why and what to do."""


@dataclass(frozen=True)
class Received:
    """An article as it will be a seed.

    Attributes:
        text: Its text: LF line ends, no white space before the first line.
        sha256: Of the text in UTF-8, the seed's bytes.
        received_sha256: Of the file's bytes.
        changes: What was converted, in words; empty where the seed has the file's bytes.
        doubts: What is odd about its characters.
    """

    text: str
    sha256: str
    received_sha256: str
    changes: tuple[str, ...]
    doubts: tuple[str, ...]


def receive(path: Path) -> Received:
    """Return the article that a file holds.

    Raises:
        Refused: it cannot be read, is too large, empty, no text, or in a language other than English.
    """
    data = _bytes(path)
    name = path.name
    for signature, format_name in _FORMATS:
        if data.startswith(signature):
            raise Refused(f"{name} is {format_name}, no text; {_AS_TEXT}")
    text, changes = _decoded(data, name)
    if "\0" in text:
        raise Refused(f"{name} holds NUL bytes, so it is binary or UTF-16 without its mark; {_AS_TEXT}")
    if not text.strip():
        raise Refused(f"{name} holds {'only white space' if data else 'nothing'}; save the article's text in it")
    if _HTML.search(text):
        raise Refused(f"{name} is a web page (HTML), no plain text; {_AS_TEXT}")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        changes.append("line ends to LF")
    if text != text.lstrip():
        text = text.lstrip()
        changes.append("white space before the first line left out")
    if fault := language_fault(text):
        raise Refused(f"{name}: {fault}")
    digest, received = (hashlib.sha256(part).hexdigest() for part in (text.encode(), data))
    return Received(text, digest, received, tuple(changes), tuple(odd_characters(text)))


def _bytes(path: Path) -> bytes:
    """Return the bytes of an ordinary file of at most `MAX_BYTES`."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Refused(f"{path} is a folder; name one text file in it")
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{path} is a pipe, a socket or a device; save the article in an ordinary file")
        if status.st_size > MAX_BYTES:
            raise Refused(
                f"{path.name} has {status.st_size:,} bytes, and a draft takes at most {MAX_BYTES:,}, more than any "
                "news article has; cut the file to the one article"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"{path}: no such file; check the path") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"{path} cannot be read: {why}; check the path and the file's permissions") from None


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text of bytes in UTF-8, UTF-16, UTF-32 or Windows-1252, and what had to be converted."""
    for mark, encoding, title in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), [f"{title} to UTF-8 without a mark"]
            except UnicodeDecodeError:
                raise Refused(f"{name} begins like {title} and is not; {_AS_TEXT}") from None
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        at = error.start
    above = sum(byte > 127 for byte in data) / len(data)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if (
        not text
        or above > _MOST_OF_WINDOWS
        or any(unicodedata.category(character) == "Cc" for character in text[at:][:1])
    ):
        raise Refused(f"{name} is neither UTF-8 (byte {at} is 0x{data[at]:02x}) nor Windows-1252 text; {_AS_TEXT}")
    return text, ["Windows-1252 to UTF-8"]
