"""First stage: seeds, records and schemas as typed values.

Its doors: `schemas.read_schemas`, `records.read_records`, `seeds.read_seeds`.
"""
