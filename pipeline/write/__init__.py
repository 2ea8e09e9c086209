"""Fifth stage: the files that users get, in a folder apart.

Its door: `files.package_files`.
"""
