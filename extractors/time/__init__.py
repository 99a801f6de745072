"""How plans write time: words, expressions, recurrences and what a sentence makes of them.

Use the functions of `extractors.time.dates`; the modules here are its parts.
"""
