"""A synthetic corpus: a project of any size on which the build is measured and tried.

Its articles are invented, and so is whoever they name. They are made of the templates in ``stories.yaml`` with drawn
values, so that what a record must say is known and nothing needs to be read: `stories` fills the templates, `values`
draws dates and amounts, `names` and `cast` whom the articles name, `articles` puts them together, and `writing` writes
the project. The same seed gives the same bytes everywhere.
"""
