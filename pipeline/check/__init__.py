"""Sixth stage: the rules across rows and tables, the two validators, the written files.

Its doors: `rules.check_rules`, `tables.check_tables`, `files.check_files`. `guarantees` counts how far each promise is
kept. The rules look at whole columns, through `joins`.
"""
