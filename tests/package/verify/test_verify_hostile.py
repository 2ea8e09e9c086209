"""Verify and diff, of files made to hang, to fill the memory, to lead elsewhere, or to say what is not so."""

import contextlib
import csv
import errno
import functools
import gzip
import io
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

from counternarcotics import _copies, _package, _verify
from counternarcotics._copies import places
from counternarcotics._errors import UsageError
from counternarcotics._verify import verify
from tests.support import verified_copies as copies
from tests.support.built import BUILT
from tests.support.verified_copies import DESCRIPTOR, SUMS

MOST_MB = 500
SOUND = "Sound: every check looked at everything"

# Linux tells the peak of this process alone; what the system reports of a child begins with the peak of its parent.
RUN = """
import atexit, sys
from counternarcotics._cli import main
@atexit.register
def peak():
    lines = open("/proc/self/status").read().splitlines()
    print("peak", next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
main()
"""


class Outcome(NamedTuple):
    """What a command ended with."""

    code: int
    said: str
    peak: float


def run(*arguments: str | Path, **more: Any) -> Outcome:
    """Run a command in a process of its own, with the dataset of the tests as the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(BUILT / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False, **more)
    said, _, peak = ended.stderr.decode().rpartition("peak ")
    return Outcome(ended.returncode, ended.stdout.decode() + said, int(peak) / 1024)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a published version."""
    made = tmp_path_factory.mktemp("versions")
    copies.published(made)
    return made


@pytest.fixture
def copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the published version, which is the installed one, to be changed."""
    monkeypatch.setattr(_verify, "data_root", lambda: folder / "published")
    return Path(shutil.copytree(folder / "published", tmp_path / "copy"))


def describe(copy: Path, table: str, **about: Any) -> None:
    """Change what the descriptor says of a table, and the lists with it; of `parquet` the bytes only."""
    descriptor = copies.load(copy)
    resource = next(one for one in descriptor["resources"] if one["name"] == table)
    copies.save(
        copy,
        {**descriptor, "resources": [one if one is not resource else one | about for one in descriptor["resources"]]},
    )
    copies.describe(copy)
    copies.sum_up(copy)


def texts_schema(copy: Path, table: str, column: str) -> None:
    """Let a table be one of a single column of texts."""
    schema = {"primaryKey": [column], "fields": [{"name": column, "type": "string"}]}
    descriptor = copies.load(copy)
    for resource in descriptor["resources"]:
        if resource["name"] == table:
            resource["schema"] = schema
    copies.save(copy, descriptor)


def zipped(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def contents(copy: Path) -> dict[str, bytes]:
    """Return the files of a copy by name."""
    return {file.relative_to(copy).as_posix(): file.read_bytes() for file in copy.rglob("*") if file.is_file()}


def zeros(copy: Path, name: str, megabytes: int = 100) -> Path:
    """Return a zip in which one file is zeros, a thousand times smaller."""
    path = zipped(copy.parent / "bomb.zip", {key: content for key, content in contents(copy).items() if key != name})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as file:
        for _ in range(megabytes):
            file.write(bytes(1_000_000))
    return path


def lying_size(copy: Path) -> Path:
    """Return a zip in which a file of 100 MB says that it has the size that is due."""
    size = (copy / "data/events.csv").stat().st_size
    files = {**contents(copy), "data/events.csv": bytes(100_000_000)}
    path = zipped(copy.parent / "lying.zip", files)
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<L", 100_000_000), struct.pack("<L", size)))
    return path


def huge_directory(copy: Path) -> Path:
    """Return a zip of 300,000 names."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    number, path = 300_000, copy.parent / "names.zip"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * number, 0, 0)
    path.write_bytes(entry * number + end)
    return path


def sparse_directory(copy: Path) -> Path:
    """Return a zip that says its directory has 3 GB."""
    path = copy.parent / "directory.zip"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
        file.seek(0, os.SEEK_END)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, 3_000_000_000, 0, 0))
    return path


def sparse(copy: Path, name: str) -> Path:
    """Return the copy with a file of 20 GB that takes no room."""
    os.truncate(copy / name, 20_000_000_000)
    return copy


def sparse_alone(copy: Path, name: str) -> Path:
    """Return a file of 20 GB, which begins with what a reader looks for."""
    path = copy.parent / name
    path.write_bytes(b"PAR1" if name.endswith("parquet") else b"PK\3\4" if name.endswith("zip") else b"event_id,")
    os.truncate(path, 20_000_000_000)
    return path


def parquet(copy: Path, table: pa.Table, **options: Any) -> Path:
    """Return the copy with this in place of the events, consistent with itself."""
    texts_schema(copy, "events", table.column_names[0])
    pq.write_table(table, copy / "data/events.parquet", **options)
    (copy / "data/events.csv").write_bytes(f"{table.column_names[0]}\n".encode() + b"x\n" * table.num_rows)
    describe(copy, "events", rows=table.num_rows)
    return copy


def one_long_text(copy: Path) -> Path:
    """One text of 100 kB in 100,000 rows, 10 GB in a small file."""
    indices = pa.Array.from_buffers(pa.int32(), 100_000, [None, pa.py_buffer(bytes(400_000))])
    texts = pa.DictionaryArray.from_arrays(indices, ["x" * 100_000])
    return parquet(copy, pa.table({"a": texts}))


def one_long_text_in(copy: Path, kind: pa.DataType) -> Path:
    """One text of 100 kB in 5,000 rows, as bytes or within another column."""
    values = pa.array([["x" * 100_000]] * 5000 if pa.types.is_list(kind) else [b"x" * 100_000] * 5000, kind)
    return parquet(copy, pa.table({"a": values}))


def shared_beginnings(copy: Path) -> Path:
    """Texts of 100 kB that begin alike, of which the encoding writes the beginning once."""
    texts = pa.array(["x" * 100_000] * 2000)
    return parquet(copy, pa.table({"a": texts}), use_dictionary=False, column_encoding={"a": "DELTA_BYTE_ARRAY"})


def packed(copy: Path, method: str) -> Path:
    """200 MB of one letter."""
    return parquet(copy, pa.table({"a": ["x" * 100_000] * 2000}), use_dictionary=False, compression=method)


def empty_rows(copy: Path) -> Path:
    """100,000,000 empty cells, which take next to no room."""
    nulls = pa.nulls(1_000_000, pa.string())
    with pq.ParquetWriter(copy / "data/events.parquet", pa.schema({"a": pa.string()})) as writer:
        for _ in range(100):
            writer.write_table(pa.table({"a": nulls}))
    texts_schema(copy, "events", "a")
    copies.describe(copy)
    copies.sum_up(copy)
    return copy


def csv_of(copy: Path, content: bytes, rows: int) -> Path:
    """Return the copy with these bytes in place of the events."""
    texts_schema(copy, "events", "a")
    (copy / "data/events.csv").write_bytes(content)
    describe(copy, "events", rows=rows)
    return copy


def many_ids(copy: Path) -> Path:
    """A consistent copy with a table of 900,000 ids alone."""
    return parquet(copy, pa.table({"a": [f"{number:06}" for number in range(900_000)]}))


def with_footer(copy: Path, old: str, new: str) -> Path:
    """Return the copy with some bytes of the footer of a Parquet file replaced, in hexadecimal."""
    parquet(copy, pa.table({"a": ["x", "y", None]}))
    file = copy / "data/events.parquet"
    content = file.read_bytes()
    assert content.count(bytes.fromhex(old)) == 1
    file.write_bytes(content.replace(bytes.fromhex(old), bytes.fromhex(new)))
    describe(copy, "events", rows=3)
    return copy


def wrong_sizes(copy: Path) -> Path:
    """Statistics that count levels which the column has not, on which pyarrow aborts the process."""
    return with_footer(copy, "19 06 19 26 02 04 00", "19 16 02 19 16 04 00")


def endless_lists(copy: Path) -> Path:
    """A list that says it has 2**34 truths, which take no room until they are read."""
    return with_footer(copy, "19 06 19 26 02 04 00", "19 f1 ff ff ff ff 3f")


def many_sums(copy: Path, number: int = 50_000) -> Path:
    """Return the copy with so many lines of checksums, all wrong, and as many files as a folder may have."""
    for place in range(min(number, 4000)):
        (copy / f"data/x{place}.csv").write_bytes(b"x")
    with (copy / SUMS).open("a", encoding="utf-8") as file:
        file.writelines(f"{place:064}  x{place}.csv\n" for place in range(number))
    return copy


def described(copy: Path, content: bytes) -> Path:
    """Return the copy with another descriptor."""
    (copy / DESCRIPTOR).write_bytes(content)
    return copy


def many_resources(copy: Path) -> Path:
    descriptor = copies.load(copy)
    described_as = {key: value for key, value in descriptor["resources"][0].items() if key != "schema"}
    resources = [{**described_as, "name": f"a{number}"} for number in range(3000)]
    return described(copy, json.dumps({**descriptor, "resources": resources}).encode())


def many_columns(copy: Path) -> Path:
    descriptor = copies.load(copy)
    fields = [{"name": f"a{number}", "type": "string"} for number in range(50_000)]
    descriptor["resources"][0]["schema"]["fields"] = fields
    copies.save(copy, descriptor)
    return copy


def runaway_pattern(copy: Path) -> Path:
    """A pattern that takes for ever on any text, and a text for it."""
    descriptor = copies.load(copy)
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            field["constraints"] = {**field.get("constraints", {}), "pattern": "((.+)+)+$|^(.*)*x"}
    copies.save(copy, descriptor)
    copies.sum_up(copy)
    return copy


def large(copy: Path) -> Path:
    """A consistent copy with 60 MB of one table."""
    return csv_of(copy, b"a\n" + b"xxxxxxxxx\n" * 6_000_000, 6_000_000)


HOSTILE: dict[str, tuple[Callable[[Path], Path], int, str]] = {
    "zip, 1 GB of zeros as a table": (
        functools.partial(zeros, name="data/events.csv", megabytes=1000),
        1,
        "data/events.csv: it is 1000000000 bytes",
    ),
    "zip, 100 MB of zeros as the descriptor": (
        functools.partial(zeros, name=DESCRIPTOR),
        1,
        f"{DESCRIPTOR}: it is 100000000",
    ),
    "zip, 100 MB of zeros as the checksums": (functools.partial(zeros, name=SUMS), 1, f"{SUMS}: it is 100000000 bytes"),
    "zip, 100 MB of zeros as a text": (
        functools.partial(zeros, name="RIGHTS.md"),
        1,
        "RIGHTS.md: it is 100000000 bytes",
    ),
    "zip, lying size": (lying_size, 1, "data/events.csv: it cannot be unpacked"),
    "zip, bzip2": (
        lambda copy: zipped(copy.parent / "a.zip", contents(copy), zipfile.ZIP_BZIP2),
        1,
        "can hide any amount",
    ),
    "zip, LZMA": (
        lambda copy: zipped(copy.parent / "a.zip", contents(copy), zipfile.ZIP_LZMA),
        1,
        "can hide any amount",
    ),
    "zip, 300,000 names": (huge_directory, 1, "it cannot be opened as a zip"),
    "zip, directory of 3 GB": (sparse_directory, 1, "it cannot be opened as a zip"),
    "zip of 20 GB": (functools.partial(sparse_alone, name="a.zip"), 1, "it cannot be opened as a zip"),
    "CSV of 20 GB": (
        functools.partial(sparse_alone, name="a.csv"),
        2,
        "too large to check here (20,000,000,000 bytes; up to ",
    ),
    "Parquet of 20 GB": (functools.partial(sparse_alone, name="a.parquet"), 2, "too large to check here"),
    "table of 20 GB": (
        functools.partial(sparse, name="data/events.csv"),
        1,
        "data/events.csv: it is 20000000000 bytes, should be",
    ),
    "Parquet table of 20 GB": (
        functools.partial(sparse, name="data/events.parquet"),
        1,
        "data/events.parquet: it is 2000",
    ),
    "text of 20 GB": (functools.partial(sparse, name="RIGHTS.md"), 1, "RIGHTS.md: it is 20000000000 bytes, more than"),
    "descriptor of 20 GB": (functools.partial(sparse, name=DESCRIPTOR), 1, f"{DESCRIPTOR}: it is 20000000000 bytes"),
    "checksums of 20 GB": (functools.partial(sparse, name=SUMS), 1, f"{SUMS}: it is 20000000000 bytes"),
    "Parquet, one long text": (
        one_long_text,
        1,
        "data/events.parquet: it cannot be read as the table events: its texts",
    ),
    "Parquet, one long text in lists": (
        functools.partial(one_long_text_in, kind=pa.list_(pa.string())),
        1,
        "it has columns within columns",
    ),
    "Parquet, one long text as bytes": (
        functools.partial(one_long_text_in, kind=pa.binary()),
        1,
        "it unpacks to 100015 bytes",
    ),
    "Parquet, shared beginnings": (shared_beginnings, 1, "encoding 7, which can hide any amount of data"),
    "Parquet, 200 MB in Zstandard": (functools.partial(packed, method="zstd"), 1, "it unpacks to "),
    "Parquet, 200 MB in Snappy": (functools.partial(packed, method="snappy"), 1, "it unpacks to "),
    "Parquet, 200 MB in gzip": (functools.partial(packed, method="gzip"), 1, "it unpacks to "),
    "Parquet, 100,000,000 empty rows": (empty_rows, 1, "it has 100000000 rows of 1 columns, more than it may have"),
    "CSV, 15 MB of empty lines": (
        lambda copy: csv_of(copy, b"a\n" + b"\n" * 15_000_000, 4),
        1,
        "15000000 lines below its head",
    ),
    "CSV, as many rows stated": (
        lambda copy: csv_of(copy, b"a\n" + b"\n" * 99_999, 99_999),
        1,
        "0 rows in 99999 lines",
    ),
    "CSV, one line of 15 MB": (
        lambda copy: csv_of(copy, b"a\n" + b"x" * 15_000_000 + b"\n", 1),
        1,
        "data/events.csv: it cannot be read",
    ),
    "CSV, a head of 15 MB": (lambda copy: csv_of(copy, b"a," * 7_500_000 + b"\nx\n", 1), 1, "it lacks a"),
    "CSV, a row of 7,500,000 cells": (
        lambda copy: csv_of(copy, b"a\n" + b"," * 7_500_000 + b"\n", 1),
        1,
        "data/events.csv: it cannot be read",
    ),
    "CSV, 100,000 rows": (
        lambda copy: csv_of(copy, b"a\n" + b"x\n" * 100_000, 100_000),
        1,
        "data/events.parquet: it ",
    ),
    "900,000 ids": (many_ids, 2, "too large to check here (900,000 rows in a table) without --large"),
    "Parquet, wrong statistics of sizes": (wrong_sizes, 1, "data/events.parquet: it cannot be read as the table"),
    "Parquet, a list of lists without end": (endless_lists, 1, "data/events.parquet: it cannot be read as the table"),
    "50,000 lines of checksums": (many_sums, 2, f"{SUMS} lists more than 5,000 files"),
    "4,000 lines of checksums and as many files": (
        functools.partial(many_sums, number=4000),
        1,
        "data/x0.csv: it was changed",
    ),
    "CSV of 60 MB": (large, 2, "too large to check here"),
    "3,000 resources": (many_resources, 1, "resources: expected a list of 1 to 100 tables"),
    "50,000 columns": (many_columns, 1, "fields: expected a list of 1 to 200 columns"),
    "deep JSON": (lambda copy: described(copy, b"[" * 3_900_000), 1, f"{DESCRIPTOR}: it cannot be read (not JSON"),
    "JSON of some depth": (
        lambda copy: described(copy, b'{"a":' + b"[" * 500 + b"]" * 500 + b"}"),
        1,
        "more than 32 objects",
    ),
    "wide JSON": (
        lambda copy: described(copy, b'{"a":[' + b"[]," * 1_300_000 + b"[]]}"),
        1,
        f"{DESCRIPTOR}: version is None",
    ),
    "a long number": (lambda copy: described(copy, b'{"a":' + b"9" * 3_900_000 + b"}"), 1, f"{DESCRIPTOR}: "),
    "a pattern that runs away": (runaway_pattern, 1, "it is not the file of version 0.1.0"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_answered_within_bounds(folder: Path, tmp_path: Path, name: str) -> None:
    """The dataset of the tests has the number of this small version, so that every copy has some fault."""
    make, code, said = HOSTILE[name]
    outcome = run("verify", make(Path(shutil.copytree(folder / "published", tmp_path / "copy"))))
    assert said in outcome.said
    assert SOUND not in outcome.said
    assert outcome.code == code
    assert outcome.peak < MOST_MB


UNREAD = "events: in the old version it cannot be read (data/events"
BY_DIFF = {
    "zip, 100 MB of zeros as the descriptor": (2, f"{DESCRIPTOR}: it is 100000000 bytes, more than the 4000000 that"),
    "zip, 300,000 names": (2, "it cannot be opened as a zip"),
    "zip of 20 GB": (2, "it cannot be opened as a zip"),
    "table of 20 GB": (1, f"{UNREAD}.csv: it is 20000000000 bytes, should be"),
    "Parquet, one long text": (1, f"{UNREAD}.parquet: its texts are longer than"),
    "Parquet, shared beginnings": (1, f"{UNREAD}.parquet: encoding 7, which can hide any amount"),
    "CSV, 15 MB of empty lines": (1, f"{UNREAD}.parquet: it has 17 rows, the descriptor says 4"),
    "3,000 resources": (2, f"{DESCRIPTOR}: resources: expected a list of 1 to 100 tables"),
    "a pattern that runs away": (1, "event_id: pattern: ((.+)+)+$|^(.*)*x -> [a-z0-9]+"),
}


@pytest.mark.parametrize("name", BY_DIFF)
def test_so_it_is_by_diff(folder: Path, tmp_path: Path, name: str) -> None:
    make, (code, said) = HOSTILE[name][0], BY_DIFF[name]
    outcome = run("diff", make(Path(shutil.copytree(folder / "published", tmp_path / "copy"))))
    assert said in outcome.said
    assert outcome.code == code
    assert outcome.peak < MOST_MB


def test_a_large_copy_is_read_where_its_reader_says_so(copy: Path) -> None:
    large(copy)
    with pytest.raises(UsageError, match="too large to check here"):
        verify(copy)
    report = verify(copy, large=True)
    assert not any("too large" in fault for fault in report.faults)
    assert report.checks[0].checked == report.checks[0].total


AS_JSON = {
    "900,000 ids": (2, "too large to check here (900,000 rows in a table) without --large"),
    "Parquet, wrong statistics of sizes": (1, '"events": "in the old version it cannot be read (data/events.parquet: '),
}


@pytest.mark.parametrize("name", AS_JSON)
def test_so_it_is_by_diff_as_json(folder: Path, tmp_path: Path, name: str) -> None:
    make, (code, said) = HOSTILE[name][0], AS_JSON[name]
    outcome = run("diff", make(Path(shutil.copytree(folder / "published", tmp_path / "copy"))), "--json")
    assert said in outcome.said
    assert outcome.code == code
    assert outcome.peak < MOST_MB


def test_links_are_not_followed(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words", encoding="utf-8")
    targets = {
        "RIGHTS.md": tmp_path / "secret",
        "data/events.csv": Path("/dev/zero"),
        "data/loop.csv": Path("loop.csv"),
    }
    for name, target in targets.items():
        (copy / name).unlink(missing_ok=True)
        (copy / name).symlink_to(target)
    report = verify(copy)
    assert "RIGHTS.md: a link, which is not opened; only ordinary files belong to a copy" in report.faults
    assert "data/events.csv: a link, which is not opened; only ordinary files belong to a copy" in report.faults
    assert f"data/loop.csv: it is not listed in {SUMS}" in report.faults
    assert "secret words" not in report.text()


def bind(path: Path) -> None:
    """Make a socket; its whole path would be longer than a socket may have."""
    folder = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/{path.name}")
    os.close(folder)


@pytest.mark.parametrize(("make", "what"), [(os.mkfifo, "a pipe"), (bind, "a socket")])
@pytest.mark.parametrize("name", [DESCRIPTOR, SUMS, "data/events.csv", "RIGHTS.md", "data/more.csv"])
def test_pipes_and_sockets_in_a_folder_are_not_opened(
    copy: Path, name: str, make: Callable[[Path], None], what: str
) -> None:
    (copy / name).unlink(missing_ok=True)
    make(copy / name)
    if name == "data/more.csv":  # which must be listed to be read
        with (copy / SUMS).open("a", encoding="utf-8") as file:
            file.write(f"{'0' * 64}  more.csv\n")
    told = f"{name}: {what}, which is not opened; only ordinary files belong to a copy"
    assert told in verify(copy).faults


def test_a_pipe_in_place_of_articles(copy: Path, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(BUILT / "seeds", tmp_path / "seeds"))
    article = next(seeds.glob("*.txt"))
    article.unlink()
    os.mkfifo(article)
    assert any(f"{article}: a pipe, which is not opened" in fault for fault in verify(copy, seeds).faults)


def test_a_data_folder_that_is_a_link(copy: Path) -> None:
    (copy / "data").rename(copy.parent / "elsewhere")
    (copy / "data").symlink_to(copy.parent / "elsewhere", target_is_directory=True)
    with pytest.raises(UsageError, match="its folder data is a link, which is not followed"):
        verify(copy)


def test_a_folder_that_the_user_names_may_be_a_link(copy: Path) -> None:
    (copy.parent / "link").symlink_to(copy, target_is_directory=True)
    assert verify(copy.parent / "link").sound


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_a_device_is_refused(path: str) -> None:
    outcome = run("verify", path)
    assert (outcome.code, f"{path}: a device" in outcome.said) == (2, True)


def write_all(descriptor: int, content: bytes) -> None:
    """Write to an open file, and close it."""
    with open(descriptor, "wb") as file:
        file.write(content)


def test_a_file_through_a_pipe(copy: Path) -> None:
    for name, said in (("data/events.csv", "events of version"), ("RIGHTS.md", "RIGHTS.md of version")):
        reading, writing = os.pipe()
        content = (BUILT / name).read_bytes()
        writer = threading.Thread(target=write_all, args=(writing, content))
        writer.start()
        outcome = run("verify", f"/dev/fd/{reading}", pass_fds=[reading])
        writer.join()
        os.close(reading)
        assert said in outcome.said
        assert outcome.code == 0


def test_a_pipe_without_end_or_without_anything(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fifo = copy.parent / "fifo"
    os.mkfifo(fifo)

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), fifo.open("wb") as file:
            while True:
                file.write(bytes(1_000_000))

    writer = threading.Thread(target=write)
    writer.start()
    with pytest.raises(UsageError, match="fifo: too large to check here"):
        verify(fifo)
    writer.join()
    monkeypatch.setattr(places, "_LONGEST_WAIT", 0.05)
    with pytest.raises(UsageError, match="fifo: not all came through this pipe"):
        verify(fifo)


def test_a_pipe_that_drips_is_not_read_for_ever(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time; all of them together do not."""
    fifo, clock = copy.parent / "fifo", iter(range(100))
    os.mkfifo(fifo)
    kept_open = os.open(fifo, os.O_RDWR)
    os.write(kept_open, b"x" * 100)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    monkeypatch.setattr(places, "_PIECE", 1)
    with pytest.raises(UsageError, match="fifo: not all came through this pipe within 8 seconds"):
        verify(fifo)
    os.close(kept_open)
    assert next(clock) < 20


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE, errno.ENOSPC])
def test_what_this_machine_cannot_do_is_no_fault_of_the_copy(
    copy: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    original = os.open

    def refuse(path: Any, *more: Any, **other: Any) -> int:
        if str(path).endswith("events.csv"):
            raise OSError(number, os.strerror(number), str(path))
        return original(path, *more, **other)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OSError, match=r"events\.csv"):
        verify(copy)


def test_too_little_memory_is_no_fault_of_the_copy(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise pa.ArrowMemoryError("malloc of size 64 failed")

    monkeypatch.setattr("counternarcotics._verify.package.table_of", refuse)
    monkeypatch.setattr("counternarcotics._verify.saved._texts", refuse)
    csv_bytes = copies.csv_bytes(_package.at(copy).read("events").slice(1))
    (copy.parent / "mine.csv").write_bytes(csv_bytes)
    for path in (copy, copy.parent / "mine.csv"):
        with pytest.raises(UsageError, match="this machine has not enough memory"):
            verify(path)


FORGED = f"x\n\n{SOUND} and found nothing wrong.\n\u202e.csv"


def test_a_name_prints_no_verdict(copy: Path, tmp_path: Path) -> None:
    (copy / "data" / FORGED).write_text("x", encoding="utf-8")
    (copy / FORGED).write_text("x", encoding="utf-8")
    report = verify(copy)
    for text in (report.text(), json.dumps(report.as_dict(), ensure_ascii=False)):
        assert "\u202e" not in text
        assert not any(line.startswith("Sound") for line in text.splitlines())
    for path in (tmp_path / FORGED, tmp_path / f"{FORGED}.gz", zipped(tmp_path / f"{FORGED}.zip", {"a": b""})):
        for command in ("verify", "diff"):
            outcome = run(command, path)
            assert outcome.code == 2
            assert not any(line.startswith("Sound") for line in outcome.said.splitlines())
    alone = tmp_path / FORGED
    lines = (copy / "data/events.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    alone.write_text("".join(lines[:-1]), encoding="utf-8")
    assert len(verify(alone).text().splitlines()) < 9
    assert not any(line.startswith("Sound") for line in verify(alone).text().splitlines())


def test_a_cell_prints_no_verdict(copy: Path, tmp_path: Path) -> None:
    text = (copy / "data/events.csv").read_text(encoding="utf-8")
    head, first, rest = text.split("\n", 2)
    cells = first.split(",", 1)
    forged = tmp_path / "mine.csv"
    forged.write_text(f'{head}\n"{FORGED}",{cells[1]}\n{rest}', encoding="utf-8")
    assert "\u202e" not in verify(forged).text()
    assert not any(line.startswith("Sound") for line in verify(forged).text().splitlines())


def test_a_zip_made_on_windows(copy: Path) -> None:
    path = zipped(
        copy.parent / "windows.zip", {f"copy\\{name}".replace("/", "\\"): c for name, c in contents(copy).items()}
    )
    assert verify(path).sound, verify(path).text()


@pytest.mark.parametrize("name", ["../RIGHTS.md", "/RIGHTS.md", "data/../../x"])
def test_a_zip_with_names_that_lead_out(copy: Path, name: str) -> None:
    files = contents(copy)
    files[SUMS] = files[SUMS] + f"{'0' * 64}  ../{name}\n".encode()
    path = zipped(copy.parent / "out.zip", {**files, name: b"x"})
    assert verify(path).faults == [f"{path}: {name}: a name that leads out of the zip"]
    assert not (copy.parent.parent / "RIGHTS.md").exists()


def test_a_zip_with_a_link_an_encrypted_file_and_a_name_twice(copy: Path) -> None:
    path = copy.parent / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name, content in contents(copy).items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o120777 if name == "RIGHTS.md" else 0o100644) << 16
            archive.writestr(entry, content)
        archive.writestr("data/events.csv", b"x")
    faults = verify(path).faults
    assert "RIGHTS.md: a link, which is not opened; only ordinary files belong to a copy" in faults
    assert "data/events.csv: it is in the zip twice" in faults


def test_an_encrypted_zip(copy: Path) -> None:
    path = zipped(copy.parent / "secret.zip", contents(copy))
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\1\2")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\1\2", place + 1)
    path.write_bytes(content)
    faults = [fault for fault in verify(path).faults if "not listed" not in fault]
    assert f"{DESCRIPTOR}: it is encrypted; unpack the zip and name the folder" in faults
    assert all("it is encrypted" in fault for fault in faults)


def test_a_zip_whose_directory_names_a_place_before_its_beginning(copy: Path) -> None:
    path = zipped(copy.parent / "before.zip", contents(copy))
    content = bytearray(path.read_bytes())
    # All places count from where the directory should begin, so that they are all before the file.
    struct.pack_into("<L", content, len(content) - 6, 1 << 31)
    path.write_bytes(content)
    assert f"{DESCRIPTOR}: it cannot be unpacked ([Errno 22] Invalid argument)" in verify(path).faults


@pytest.mark.parametrize("kept", ["tables", "lists", "half"])
def test_what_is_incomplete_is_not_sound(copy: Path, tmp_path: Path, kept: str) -> None:
    files = sorted((copy / "data").glob("*.*"))
    if kept == "tables":  # an export that was stopped half-way
        path = tmp_path / "tables"
        path.mkdir()
        for file in files[: len(files) // 2]:
            shutil.copy(file, path)
        assert "it lacks tables of version 0.1.0" in verify(path).text()
    elif kept == "lists":
        path = copy
        (copy / SUMS).unlink()
    else:
        path = copy
        descriptor = copies.load(copy)
        gone = descriptor["resources"].pop()
        for file in (gone["path"], gone["parquet"]["path"]):
            (copy / file).unlink()
        copies.save(copy, descriptor)
        copies.sum_up(copy)
        assert f"{gone['path']}: missing; it is a file of version 0.1.0" in verify(path).faults
    assert not verify(path).sound


OTHER: dict[str, bytes] = {
    "a.tar": b"x" * 257 + b"ustar",
    "a.sqlite": b"SQLite format 3\0",
    "a.xlsx": b"x",
    "a.jsonl": b"{}\n",
    "a.pdf": b"%PDF-",
    "a.png": b"\x89PNG\r\n",
    "a": b"",
}


@pytest.mark.parametrize("name", OTHER)
def test_what_cannot_be_checked_is_no_fault(copy: Path, name: str) -> None:
    (copy.parent / name).write_bytes(OTHER[name])
    with pytest.raises(UsageError, match=f"{name}: cannot be checked: neither a file of a version"):
        verify(copy.parent / name)


def test_what_cannot_be_checked_by_any_name(copy: Path) -> None:
    path = copy.parent / "table.csv"
    feather.write_feather(pa.table({"a": [1]}), path)
    with pytest.raises(UsageError, match="cannot be checked"):
        verify(path)
    path.write_bytes(gzip.compress((copy / "data/events.csv").read_bytes()))
    with pytest.raises(UsageError, match="cannot be checked"):
        verify(path)


def test_what_programs_leave_beside_tables_is_no_table(copy: Path, tmp_path: Path) -> None:
    (copy / "data" / "._events.csv").write_bytes(b"\0\5\x16\7")
    (copy / "data" / ".~lock.events.csv#").write_bytes(b",me,")
    report = verify(copy)
    assert report.sound
    assert "Not checked: data/._events.csv, data/.~lock.events.csv#" in report.notes[0]
    tables = Path(shutil.copytree(copy / "data", tmp_path / "tables", ignore=lambda _, names: {SUMS[5:]}))
    assert verify(tables).sound


@pytest.mark.parametrize("table", ["seizures", "events", "figures", "places"])
def test_a_spreadsheet_with_decimal_commas(copy: Path, tmp_path: Path, table: str) -> None:
    with (copy / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    types = {field["name"]: field["type"] for field in copies.schema_of(copies.load(copy), table)["fields"]}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for number, row in enumerate(rows):
        cells = [
            cell.replace(".", ",") if number and types[name] == "number" else cell
            for name, cell in zip(rows[0], row, strict=True)
        ]
        writer.writerow([f'="{cell}"' if cell.startswith("20") and len(cell) == 7 else cell for cell in cells])
    (tmp_path / "mine.csv").write_text(text.getvalue(), encoding="utf-8-sig")
    assert f"{table} of version 0.1.0, the same content in other bytes" in verify(tmp_path / "mine.csv").subject


def test_a_copy_is_opened_for_diff_wherever_it_is(copy: Path) -> None:
    for path in (copy, copy / "data", zipped(copy.parent / "a.zip", contents(copy))):
        with _copies.opened(path) as opened:
            assert opened.version == "0.1.0"
            assert opened.read("events").equals(opened.read("events", "csv"))
    with pytest.raises(UsageError, match="there is no such file or folder"), _copies.opened(copy / "nothing"):
        pass
    with pytest.raises(UsageError, match=r"there is no datapackage\.json in it"), _copies.opened(copy.parent):
        pass
