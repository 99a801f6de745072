"""How plans write time: words, expressions, recurrences and what a sentence makes of them.

Use the functions of `extractors.dates`; the modules here are its parts.
"""
