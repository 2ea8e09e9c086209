"""From articles and hand-written records to checked tables: seven stages, each a package, in the order of the data.

read → locate → assemble → reread → write → check → release

1. **read**: articles from ``seeds/`` (bytes against their registered SHA-256), records from ``records/`` (strict YAML,
   every value typed, what may be left out filled in), tables and code lists from ``schemas/``.
2. **locate**: each quote in its article and each value's words in their quote, exactly, at one place; each article cut
   into passages, and the ledger of those that are left out.
3. **assemble**: rows with their derived columns, as Arrow tables.
4. **reread**: each value derived again from its words by a reader for its kind, and compared.
5. **write**: CSV, Parquet, descriptor, codebook and citations, in a folder apart.
6. **check**: rules across rows and tables, frictionless and Pandera, the written files, the guarantees.
7. **release**: the files put in place of the last ones, whole or not at all.

Beside them stands **draft**, which drafts the records of a new article with the readers of the first stages; the build
does not import it.

A stage imports what all share (``model``, ``faults``, ``alike``, ``batches``, ``memory``, ``progress``) and stages
before it. ``run`` calls them in this order, ``report`` prints, ``cluster`` lends them the workers of a Dask cluster. A
stage's own command (``__main__``) may run the build too.

The way of a value, ``quantity: 430`` of a seizure: ``read/records.py`` reads the line and ``read/values.py`` makes the
number 430.0 of it; ``locate/quotes.py`` finds its words "430kg" in the article; ``assemble/tables.py`` puts it into a
row and ``assemble/derived.py`` computes ``quantity_kg``; ``reread/numbers.py`` reads 430 from "430kg" again and
``reread/grounding.py`` compares; ``write/files.py`` writes ``430`` into the CSV file; ``check/forms.py`` compares CSV,
Parquet and frame; ``release/swap.py`` puts the files in place. Users load the Parquet file.

Words that have one meaning here:

- *article*: the text of one file of ``seeds/``. *zone*: a stretch of it of one kind (headline, body, furniture).
- *record*: one coded row, as a curator wrote it, with its *evidence*: quotes, and the words in them for each value.
- *quote*: an exact span of an article. *words*: the part of a quote that says one value. *tie*: one value with the
  place of its words.
- *anchor*: what a relative date is counted from. *inference*: the named step from words to what they only imply.
- *passage*: a sentence of an article in the *ledger*, coded or left out with a reason, or a part of one that is left
  out.
- *reading*: what a reader derives from the words alone. *rereading*: deriving every value from its words again and
  comparing.
- *fault*: one mistake, with its kind, place, what was seen, what was expected and the fix.
- *guarantee*: one promise of the dataset, counted in every build or shown by the tests.
"""
