"""Reading a value again from the words that say it, one module a kind of value.

Each reader is a pure function of the words (and, for a date, of what it is counted from). It gives
the value, or raises ValueError where the words do not give exactly one.
"""
