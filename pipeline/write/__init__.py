"""Fifth stage: the files that users get, as bytes by path.

Its door: `files.package_files`.
"""
