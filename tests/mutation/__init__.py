"""Mutation: one thing at a time is changed in the records, the articles and the built files; do the checks see it?

``python -m tests.mutation`` runs every mutant and prints how many were made and killed, by kind and by
column. A mutant is killed where a check of the build finds a fault or a guarantee is not kept; it is
void where the built tables stay the same, and then it is no mutant; else it survives. Survivors of a
single change are equivalent, for a reason of the closed list in ``equivalence.py`` that is tested on
each, or they show a check that is missing.

In joint corruptions a value and its words move together, so that each cell by itself is proved and
only the row is false. They have no such list: how many are killed is the measure, and with ``--page``
it is written to ``docs/mutation.md``.
"""
