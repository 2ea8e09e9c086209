"""Reading amounts: numbers with unit, currency and qualifier, as articles of this field print them.

Words are read whole or refused with the reason. In the order of the reading: ``tokens`` cuts the words, ``lexicon``
holds what the vocabularies say, ``numerals`` finds numbers and what only looks like one (``digits``, ``beside``,
``english``, ``chinese``), ``hedges`` what says how exact they are, ``amounts`` puts both together with units and money
(``before``, ``after``, and ``nations`` for the country that says whose a dollar is), ``joins`` makes one amount of a
range, a conversion or years with months, ``times`` sets aside times that only tell when, ``singles`` reads “a tonne”
and “no suspects”, and ``checks`` refuses what is left, with ``names`` for numbers that are part of a name and ``edges``
for what the words beside an amount make of it.
"""

from pipeline.reread.amounts.amounts import Amount, amounts, read_amount, single
from pipeline.reread.amounts.hedges import hedges
from pipeline.reread.amounts.lexicon import Lexicon
from pipeline.reread.amounts.numerals import Numeral, numerals

__all__ = ["Amount", "Lexicon", "Numeral", "amounts", "hedges", "numerals", "read_amount", "single"]
