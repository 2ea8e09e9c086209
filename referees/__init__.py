"""Second, independent readers of what the build has made: libraries that share no code with it.

Each gives an opinion on a cell of the built tables: it reads the same, or something else, or nothing. Where it does
not read the same, a person has decided, in ``decisions.yaml``. ``python -m referees --check`` compares all of this.
"""
