"""Second stage: each quote and its words in their article, and each article cut into passages.

Its door: `batches.locate_all`.
"""
