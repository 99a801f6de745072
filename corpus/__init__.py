"""A corpus to learn from and to measure on: plans and reports of invented partnerships, each word exactly labelled.

Nothing here is part of the installed package; see README.md in this folder.
"""
