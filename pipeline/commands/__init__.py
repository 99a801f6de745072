"""The commands that have a module of their own; `commands.cli` registers them."""
