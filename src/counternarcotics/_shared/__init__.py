"""What the build and the users' package share: how tables are typed, read, compared and versioned.

The build imports nothing else of this package, and these modules import nothing else of it either.
"""
