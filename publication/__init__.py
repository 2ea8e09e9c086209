"""What a version is published as: the files that ``make release`` leaves in ``dist/``."""
