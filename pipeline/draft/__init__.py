"""A draft of an article's records: ``python -m pipeline.draft ARTICLE.txt``.

It is no stage of the build, but reads an article with the build's own readers before anybody has coded it.

- `receive`: the file's bytes as text with LF line ends, or the reason why it is refused; `language`, `odd`: what its
  letters say; `copies`: whether the project has the article already.
- `lines`, `zones`: what each stretch of the text is; `imprint`: who published it and when.
- `readings`: what the readers make of each sentence; `names`: what no row names yet.
- `deciding`: the phrases that probably decide an event; `likely`: its rows; `page`: the records file; `entry`:
  the entry in ``sources``.
- `place`: the files in their places, all or none.
"""
