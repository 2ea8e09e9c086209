"""The independent codings: make a blind form, take a filled one in, compare the codings with the records.

``form`` prints a form, ``take`` adds what one holds to ``codings/``, and ``compare`` writes docs/agreement.md and
codings/cells.csv and prints what is not settled, in the form in which ``codings/settlements.yaml`` takes it.
``--check`` compares and writes nothing.

Exit codes: 0 all is in order; 1 something has to be settled, corrected or written again; 2 the command could not run.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from codings.cells import as_csv
from codings.filled import check_article, check_coder, read_form
from codings.form import form
from codings.line import Line
from codings.reading import CELLS, CODER, SETTLEMENTS, read_coding
from codings.report import report
from codings.sentences import read_sentences
from codings.settlements import LIST, as_yaml
from codings.study import FOLDER, SECOND_CODING, Study, mark, read_study
from codings.taking import taken_lines
from pipeline.faults import CannotBuild, Fault, Position, nearest, shown
from pipeline.model import SOURCES
from pipeline.release import swap
from pipeline.release.compare import first_difference

ROOT = Path(__file__).resolve().parents[1]
REPORT = "docs/agreement.md"
CELLS_FILE = f"{FOLDER}/{CELLS}"
WRITTEN = f"{REPORT} and {CELLS_FILE}"
SOURCES_FILE = "records/sources.yaml"
DESCRIPTION = "Make a blind form of an article, take a filled form in, or compare the codings with the records."
ADVICE = """\
codings: the study of the independent codings is not in order; this is not the build, and its tables stand.
What to do: CONTRIBUTING.md, "Settle a difference from the independent codings"."""
NOT_RUN = """\
codings: the study of the independent codings did not run, nothing was written: correct the faults above first."""
NOT_MADE = "codings: no form was made: correct the faults above first."
NOT_TAKEN = "codings: nothing was taken: correct the faults above, then take the form again."


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Do what the arguments say and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m codings", description=DESCRIPTION)
    parser.add_argument("--check", action="store_true", help=f"compare with {WRITTEN} as they are, write nothing")
    commands = parser.add_subparsers(dest="command", metavar="form, take or compare")
    of_form = commands.add_parser("form", help="print a blind form for one article")
    of_form.add_argument("source", metavar="SOURCE", help="the id of the article in records/sources.yaml")
    of_take = commands.add_parser("take", help=f"check a filled form and add it to {FOLDER}/")
    of_take.add_argument("file", metavar="FILE", help="the filled form")
    commands.add_parser("compare", help=f"write {WRITTEN}, print the differences not settled")
    options = parser.parse_args(arguments)
    if options.check == bool(options.command):
        parser.error("say form, take or compare, or --check alone")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A form goes into a file, whatever the encoding of the terminal is.
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        if not (root / FOLDER).is_dir():
            raise CannotBuild(f"the folder {FOLDER} is missing")
        if options.command == "form":
            return _form(root, options.source)
        if options.command == "take":
            with swap.alone(root):
                return _take(root, options.file)
        return _compare(root, write=not options.check)
    except BrokenPipeError:
        # The reader has gone; what Python still holds must go somewhere, or it complains as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except CannotBuild as error:
        print(f"codings: could not run: {error}", file=sys.stderr)
    except OSError as error:
        print(f"codings: could not run: {swap.reason(error)}", file=sys.stderr)
    return 2


def _form(root: Path, source_id: str) -> int:
    """Print the blind form of an article."""
    made, sentences, faults = read_sentences(root)
    if source_id not in sentences:
        seen, fix = f"no article {shown(source_id)}", nearest(source_id, sentences)
        faults.append(Fault(Position(SOURCES_FILE), "id-unknown", "sources", seen, "the id of an article", fix))
        return _failed(faults, NOT_MADE)
    print(form(source_id, sentences[source_id], made.schemas), end="", flush=True)
    return 0


def _take(root: Path, file: str) -> int:
    """Check a filled form, and add it to its coder's file."""
    made, sentences, project_faults = read_sentences(root)
    if not Path(file).exists():
        raise CannotBuild(f"there is no file {file}")
    filled, faults = read_form(Path(file), file)
    if filled is None:
        return _failed(faults, NOT_TAKEN)
    path, content = root / FOLDER / f"{filled.coder}.jsonl", b""
    lines, taken = list[Line](), list[Line]()
    if CODER.fullmatch(filled.coder) and path.is_file():
        content = path.read_bytes()
        taken, coding_faults = read_coding(content, f"{FOLDER}/{path.name}", made.schemas, made.articles)
        faults += coding_faults
    faults += check_coder(filled, taken)
    article_faults = check_article(filled, sentences)
    source_id = filled.source_id
    if article_faults:
        faults += [*article_faults, *project_faults]
    else:
        article = made.articles[source_id]
        lines, entry_faults = taken_lines(filled, article, sentences[source_id], made.schemas, taken)
        faults += entry_faults
    if faults or not lines:
        return _failed(faults, NOT_TAKEN)
    new = path.with_name(f".{path.name}.new")
    if content and not content.endswith(b"\n"):
        content += b"\n"
    new.write_bytes(content + "".join(line.as_json() for line in lines).encode())
    new.replace(path)
    rows = len({(line.table, line.row) for line in lines})
    print(f"codings: took {len(lines)} values of {rows} rows into {FOLDER}/{path.name}")
    entry = made.records.by_id[SOURCES, source_id].place(SECOND_CODING)
    print(f"Next: write {mark(coded=True)} at {entry}, run make, then python -m codings compare")
    return 0


def _compare(root: Path, *, write: bool) -> int:
    """Compare the codings with the records; write what comes of it, or compare it with the files in place."""
    study, faults = read_study(root)
    if study is not None:
        faults = [*study.out_of_date, *study.unmarked, *_unsettled(study)]
        for file, content in ((REPORT, report(study).encode()), (CELLS_FILE, as_csv(study.cells))):
            if write:
                (root / file).write_bytes(content)
            else:
                faults += _outdated(root, file, content)
    _print(study, faults)
    return 1 if faults else 0


def _failed(faults: Iterable[Fault], advice: str) -> int:
    """Print faults and what they mean, and return the exit code."""
    for fault in sorted(faults):
        print(fault, file=sys.stderr)
    print(advice, file=sys.stderr)
    return 1


def _print(study: Study | None, faults: Iterable[Fault]) -> None:
    """Print what is not settled, the faults, and what they mean."""
    if study is not None:
        print(as_yaml(study.unsettled), end="")
    for fault in sorted(faults):
        print(fault, file=sys.stderr)
    if study is None:
        print(NOT_RUN, file=sys.stderr)
    elif faults:
        print(ADVICE, file=sys.stderr)
    else:
        print(f"codings: all {len(study.differences)} differences are settled; {WRITTEN} are current")


def _unsettled(study: Study) -> list[Fault]:
    """Return a fault where differences are not settled."""
    if not study.unsettled:
        return []
    seen = f"{len(study.unsettled)} of {len(study.differences)} differences are not settled"
    fix = "decide on what the command prints, and add it to the list"
    position = Position(f"{FOLDER}/{SETTLEMENTS}")
    return [Fault(position, "difference-unsettled", LIST, seen, "an entry for each", fix)]


def _outdated(root: Path, file: str, content: bytes) -> list[Fault]:
    """Return a fault where a file that the study writes is missing or has other content."""
    present = (root / file).read_bytes() if (root / file).is_file() else None
    if present == content:
        return []
    position, expected, fix = Position(file), "what the study gives", "run python -m codings compare"
    if present is None:
        return [Fault(position, "file-missing", "file", "the file is missing", expected, fix)]
    seen = first_difference(io.BytesIO(present), io.BytesIO(content))
    return [Fault(position, "file-differs", "file", seen, expected, fix)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
