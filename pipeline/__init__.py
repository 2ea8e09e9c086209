"""The build: seeds and records in, validated tables out. Not shipped to users."""
