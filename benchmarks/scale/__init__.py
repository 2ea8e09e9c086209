"""The build at sizes that the dataset does not have: time and memory of each stage, beside the bare libraries.

``python -m benchmarks.scale`` writes synthetic corpora, builds each in a process of its own, does the same work with
bare libraries in another one, and writes the page, the plot and the numbers (``README.md``, ``scale.svg``,
``scale.json`` in ``benchmarks/``).
"""
