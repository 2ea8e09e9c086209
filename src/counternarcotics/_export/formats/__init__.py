"""The export formats: each module here is one, and its name is the name of the format."""
