"""A synthetic corpus: a project of any size on which the build is measured and tried.

Its articles are invented, and so is whoever they name. They are made of templates with drawn values, so that what a
record must say is known and nothing needs to be read:

- ``stories.yaml``, ``background.yaml`` and ``frames.yaml`` hold the templates, which `stories` fills,
- `values` draws dates and amounts, `names` and `cast` whom the articles name,
- `pages` makes an article of them, `articles` says what each one tells, and `writing` writes the project,
- `faults` plants what ``faults.yaml`` lists, and compares it with what a build reports.

The same seed gives the same bytes everywhere.
"""
