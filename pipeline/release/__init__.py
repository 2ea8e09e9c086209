"""Seventh stage: the files put in place of the last ones, whole or not at all.

Its door: `swap.put_in_place`. ``python -m pipeline.release`` registers a version; no build does that.
"""
