"""`python -m pipeline` in a checkout is the command `safeplans`."""

from safeplans.pipeline.commands.cli import main

if __name__ == "__main__":
    main(prog_name="safeplans")
