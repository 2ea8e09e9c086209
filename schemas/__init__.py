"""The law of the dataset: its Table Schemas and vocabularies. Nothing here imports anything else of the project."""
