"""Third stage: the rows of the tables with their derived columns, as Arrow tables.

Its door: `tables.build_tables`.
"""
