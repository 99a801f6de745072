"""Two datasets of the same documents held against each other: what another version changed in the rows."""
