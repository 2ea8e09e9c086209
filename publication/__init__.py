"""What a version is published as: the files that ``make release`` leaves in ``dist/``.

``python -m publication`` makes them and ``--check`` looks at them again. `steps` says what is still open before a
version can be published, `artefacts` what the files are and how each is made, `sums` writes and reads their checksums,
and `dist` puts them in place and compares them. ``docs/releasing.md`` is the way from here to a deposit.
"""
