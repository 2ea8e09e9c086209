"""The codebook as a PDF: what the dataset is, the rules, the tables, and each code with its examples.

`content` gathers what it says, and says nothing of its own; ``codebook.typ`` says how it looks; `pdf` sets it with
Typst.
"""
