"""The build: articles and records in, checked tables out. Not shipped to users.

Data pass through the stages in this order, and each stage imports only earlier ones:
read → locate → assemble → reread → write → check → release.
"""
