"""`python -m pipeline` is the command `safeplans`."""

from pipeline.commands.cli import main

if __name__ == "__main__":
    main(prog_name="safeplans")
