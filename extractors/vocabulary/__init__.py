"""Words of the field as data: column headings, roles, groups, time words, themes, the register.

Nothing but data: `extractors.lexicon` reads it.
"""
