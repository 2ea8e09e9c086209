"""The explorer: a static site that shows, for each value of the tables, the words that say it.

``python -m explorer`` writes it into ``_site/``. `prepared` joins what belongs to a row, `listing` what a page lists of
a table, `figures` draws the pictures, `prose` turns the documentation into pages, and `site` writes all of it. Each
page can be read without JavaScript, from a folder, without a network.
"""
