"""The page that tells what was measured, in Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

PEERS = {
    "read": ("read and sha256", "parse"),
    "locate": ("str.find",),
    "assemble": ("Arrow",),
    "reread": (),
    "write": ("csv and Parquet", "citeproc"),
    "account": (),
    "check": ("Pandera", "frictionless"),
    "release": (),
}
"""The bare calls that do a stage's work, as `bare` names them; of the check, `account` is told apart."""

HEAD = """# Benchmarks

Nothing here is a test. `python -m benchmarks.build` compares the build with frictionless, and `python -m
benchmarks.package` the package with others ([results](results.md)): each command as a whole process, in turn with its
peer, as a ratio. `python -m benchmarks.engines` tries what bare engines do with tables of this schema
([docs/scale.md](../docs/scale.md)). `python -m benchmarks.scale` writes this page, in about an hour.

## The build at sizes that the dataset does not have

The corpora are synthetic (`python -m benchmarks.corpus`): invented articles of {rows_an_article} rows of evidence each,
about, with records of every table. Each build was one process and ran once; after it, another process did with bare
libraries what they do in a build, on the same bytes and rows: read and SHA-256; PyYAML's CSafeLoader, or json for JSON
Lines; `str.find` for each quote in its article and the words in their quote; Arrow arrays from Python values; Pandera
on frames; csv and Parquet with their hashes; the two citations of an article, by citeproc-py as the build uses it;
frictionless on the whole package. What they are given is made ready before.

The bare calls do less than a stage. To locate is also to cut articles into sentences and to keep the ledger; to
assemble, to derive columns; to read, to say what is missing and to fill in what records may leave out; to check, also
the rules and the comparison of all forms. Rereading has no peer, and neither has `account`, the part of the check that
looks for names, numbers and dates that no value accounts for. Citations are the same call on both sides, so the last
row of each table leaves them out. Memory is the highest of the process so far, without that of other processes.

{date}, {system}, {cores} cores, Python {python}, {versions}.{note}

![Microseconds and bytes for each row of evidence, by size](scale.svg)
"""


FAULTY = """One in a hundred articles has a fault, or more where that is too few for each kind to be planted once. The
kinds are all that records, articles and the ledger can have. There are several corpora, because an early fault keeps
later stages from running. The build must report each fault by its kind, file and subject (those that it does not are
missing), and nothing else (what it does is invented).
"""


def page(results: Mapping[str, Any]) -> str:
    """Return the page."""
    full: Sequence[Mapping[str, Any]] = results["full"]
    parts = [HEAD.format(**results["facts"])]
    for run in full:
        parts.append(f"### {_count(run)} rows of evidence, {_form(run)}\n\n{_stages(run)}")
    parts.append(f"### Growth\n\n{_growth(full)}")
    parts.append(f"### Short articles, from reading to rereading\n\n{_short(results['short'])}")
    parts.append(f"### Two processes\n\n{_processes(results['processes'])}")
    parts.append(f"### Planted faults\n\n{FAULTY}\n{_faulty(results['faulty'])}")
    return "\n".join(parts)


def seconds(build: Mapping[str, Any], stages: Iterable[str]) -> float:
    """Return what some stages of a build took together."""
    return float(sum(build["stages"][stage]["seconds"] for stage in stages))


def peak(build: Mapping[str, Any]) -> float:
    """Return the most memory that a build had, in bytes."""
    return float(max(stage["bytes"] for stage in build["stages"].values()))


def arrow(build: Mapping[str, Any]) -> float:
    """Return the size of all tables of a build in Arrow, in bytes."""
    return float(sum(build["arrow"].values()))


def rows(build: Mapping[str, Any]) -> int:
    """Return the number of rows of evidence."""
    return int(build["rows"]["evidence"])


def _count(run: Mapping[str, Any]) -> str:
    return f"{rows(run['build']):,}"


def _form(run: Mapping[str, Any]) -> str:
    return {"yaml": "YAML", "jsonl": "JSON Lines"}[run["form"]]


def _stages(run: Mapping[str, Any]) -> str:
    """Return what each stage took, beside its peers, and the ratios of the whole."""
    build, bare = run["build"], run["bare"]
    lines = [("stage", "build", "bare", "ratio", "memory so far")]
    for stage, took in build["stages"].items():
        peers = sum(bare[peer] for peer in PEERS[stage])
        memory = _megabytes(took["bytes"])
        lines.append((stage, *_compared(took["seconds"], peers), memory))
    ours, theirs = seconds(build, [stage for stage in build["stages"] if PEERS[stage]]), sum(bare.values())
    gate = bare["frictionless"]
    lines.append(("all with a peer", *_compared(ours, theirs), ""))
    lines.append(("the same without frictionless", *_compared(ours - gate, theirs - gate), ""))
    fixed = gate + bare["citeproc"]
    lines.append(("and without citations", *_compared(ours - fixed, theirs - fixed), ""))
    total = seconds(build, build["stages"])
    return f"{_table(lines)}\nThe whole build: {total:.1f} s, {_a_row(build):.0f} µs for each row of evidence.\n"


def _compared(ours: float, theirs: float) -> tuple[str, str, str]:
    """Return the seconds of the build, those of its peers and their ratio; without peers the first alone."""
    if not theirs:
        return f"{ours:.2f} s", "none", ""
    return f"{ours:.2f} s", f"{theirs:.2f} s", f"{ours / theirs:.2f}"


def _growth(full: Sequence[Mapping[str, Any]]) -> str:
    """Return time and memory for each row of evidence, by size, and what each further row costs."""
    lines = [("rows", "form", "time a row", "to the least size", "memory", "tables in Arrow", "memory a further row")]
    least = full[0]["build"]
    for run in full:
        build = run["build"]
        ratio = f"{_a_row(build) / _a_row(least):.2f}"
        memory = (_megabytes(peak(build)), _megabytes(arrow(build)))
        smaller = [
            other["build"] for other in full if other["form"] == run["form"] and rows(other["build"]) < rows(build)
        ]
        further = _further(build, smaller[-1]) if smaller else ""
        lines.append((_count(run), _form(run), f"{_a_row(build):.0f} µs", ratio, *memory, further))
    return _table(lines)


def _further(build: Mapping[str, Any], smaller: Mapping[str, Any]) -> str:
    """Return the memory of each row that a build has more than the next smaller one, and the part of it in Arrow."""
    more = rows(build) - rows(smaller)
    whole, in_arrow = (peak(build) - peak(smaller)) / more, (arrow(build) - arrow(smaller)) / more
    return f"{whole:,.0f} bytes, in Arrow {in_arrow:,.0f}"


def _a_row(build: Mapping[str, Any]) -> float:
    """Return what a build took for each row of evidence, in microseconds."""
    return 1e6 * seconds(build, build["stages"]) / rows(build)


def _short(build: Mapping[str, Any]) -> str:
    lines = [("stage", "seconds", "an article", "memory so far")]
    for stage, took in build["stages"].items():
        an_article = f"{1e6 * took['seconds'] / build['articles']:.0f} µs"
        lines.append((stage, f"{took['seconds']:.1f}", an_article, _megabytes(took["bytes"])))
    what = f"{build['articles']:,} articles with {rows(build):,} rows of evidence, in JSON Lines, on one process."
    return f"{what}\n\n{_table(lines)}"


def _processes(processes: Mapping[str, Mapping[str, Any]]) -> str:
    single, double = processes["1"], processes["2"]
    whole = tuple(single["stages"])
    lines = [("stage", "one process", "two processes", "times as fast")]
    for stages in (("locate",), ("reread",), ("account",), ("locate", "reread", "account"), ("check",), whole):
        name = "the whole build" if stages == whole else ", ".join(stages)
        first, second = seconds(single, stages), seconds(double, stages)
        lines.append((name, f"{first:.1f} s", f"{second:.1f} s", f"{first / second:.2f}"))
    return f"{rows(single):,} rows of evidence.\n\n{_table(lines)}"


def _faulty(sizes: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    lines = [("rows of evidence, about", "corpus", "planted", "missing", "invented", "time")]
    for size, corpora in sizes.items():
        for name, compared in corpora.items():
            planted, missing, invented = (str(compared[key]) for key in ("planted", "missing", "invented"))
            lines.append((f"{int(size):,}", name, planted, missing, invented, f"{compared['seconds']:.1f} s"))
    return _table(lines)


def _megabytes(size: float) -> str:
    return f"{size / 1e6:.0f} MB"


def _table(lines: Sequence[Sequence[str]]) -> str:
    head, *body = lines
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *body)) + "\n"
