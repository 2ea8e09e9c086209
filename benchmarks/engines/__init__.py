"""What the bare engines do with tables of this dataset's schema at a size that it does not have: ``docs/scale.md``.

``python -m benchmarks.engines [ROWS]`` makes synthetic tables of so many evidence rows (a million by default) in a
temporary folder, measures, and prints a table. Nothing of the build is measured here.

Each measurement is a process of its own on one core, which says its processor seconds, its wall time and its peak of
memory. Faults are planted in the tables, and a check that does not count exactly those fails the run: a query that
sees nothing is fast.
"""
