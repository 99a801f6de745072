"""Reading: the bytes of one file to a `Document`.

`read` is the one small interface behind which each kind of source has a module of its own.
"""
