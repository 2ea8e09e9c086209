"""The files of the package, by path relative to the project."""

DATA = "data"
CITATION = "CITATION.cff"
CODEBOOK = "docs/codebook.md"
CROISSANT = "croissant.json"
DESCRIPTOR = "datapackage.json"

CHECKSUMS = f"{DATA}/SHA256SUMS"
CITATIONS = f"{DATA}/citations.json"
DATACITE = f"{DATA}/datacite.json"
README = f"{DATA}/README.md"
