"""The colours of the pictures: each colour has one meaning."""

INK = "#1f2328"
MUTED = "#57606a"
RULE = "#d0d7de"
TINT = "#f3f5f7"
PAPER = "#ffffff"
ON_DEEP = "#fefefe"
ON_PALE = "#1e2227"

# One mark in its own colour and shape for each way the two states can take part, so that neither is needed alone.
CHINA = "#b8420f"
UNITED_STATES = "#1d5c8f"
BOTH = "#3b3b3b"
NEITHER = "#757575"

# The words say it, in one hue; readers judged it, in another; nothing to be read in an article, in greys.
READ = "#0b4f4a"
ACROSS = "#1b7f79"
INFERRED = "#4f9d97"
JUDGED = "#9a6700"
ASSIGNED = "#5e6a75"
DERIVED = "#87919b"
REFERENCE = "#8a9099"
PALE = "#ebeced"

CODED = "#0c504b"
LEFT_OUT = "#8b939d"
DATED = "#6b4e9b"
UNDATED = "#8c949e"
MARKER = "#ffe08a"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
