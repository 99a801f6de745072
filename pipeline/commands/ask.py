"""The command `ask`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from safeplans.pipeline.base.places import DEFAULT_OUTPUT
from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.commands.parts import Wrong, day, told
from safeplans.pipeline.schema.fields import PARTNERSHIPS

if TYPE_CHECKING:
    from safeplans.pipeline.questions.asking import Answer


class _AskCommand(click.Command):
    """Help that lists the questions, from their data file."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from safeplans.pipeline.questions.registry import questions

        with formatter.section("Questions"):
            formatter.write_dl([(question.name, question.help) for question in questions().values()])
        super().format_options(ctx, formatter)


@click.command("ask", cls=_AskCommand)
@click.argument("words", nargs=-1, metavar="[DATASET] QUESTION")
@click.option("--theme", "-t", metavar="THEME", help="A theme, such as neglect; a part of its name will do.")
@click.option(
    "--year", "-y", metavar="YEAR",
    help="A financial year, such as 2024-25.  [default: the latest that is well covered]",
)  # fmt: skip
@click.option("--partnership", "-p", metavar="NAME", help="A partnership: its key, or a part of its name.")
@click.option("--kind", type=click.Choice(PARTNERSHIPS.field("kind").allowed), help="Partnerships of this kind only.")
@click.option(
    "--as-of", type=day, metavar="DATE", default=None,
    help="Day on which overdue is judged, such as 2025-04-01.  [default: that of `safeplans compare`, else today]",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
    help="csv and json hold all columns and whole texts.",
)  # fmt: skip
def ask_command(
    words: tuple[str, ...],
    theme: str | None,
    year: str | None,
    partnership: str | None,
    kind: str | None,
    as_of: datetime.date | None,
    form: str,
) -> None:
    """Answer a question from a dataset.

    DATASET is the folder or URL with the tables, data/processed if it is not named. Each row says in which document and
    on which page, or in which lines, it was printed.

    \b
    Examples:
      safeplans ask priorities --theme neglect
      safeplans ask tables/ leads --theme neglect --year 2024-25
      safeplans ask tables/ outcomes --partnership northwold --format csv > northwold.csv
    """
    from safeplans.pipeline.questions.asking import ask
    from safeplans.pipeline.questions.choosing import QuestionError
    from safeplans.pipeline.questions.registry import questions

    if not 1 <= len(words) <= 2:
        raise click.UsageError(f"Name one QUESTION: {', '.join(questions())}.")
    dataset = words[0] if len(words) == 2 else str(DEFAULT_OUTPUT)
    try:
        with told():
            answer = ask(dataset, words[-1], theme=theme, year=year, partnership=partnership, kind=kind, as_of=as_of)
    except QuestionError as error:
        raise Wrong("\n".join(map(safe, str(error).splitlines()))) from error
    _print(answer, form)


def _print(answer: Answer, form: str) -> None:
    from rich.console import Console

    from safeplans.pipeline.questions.rendering import WIDEST, csv_answer, json_answer, table_lines

    if form == "json":
        click.echo(json_answer(answer))
        return
    if form == "csv":
        text = csv_answer(answer)
        if Console().is_terminal:  # a file gets what was printed, a terminal what cannot steer it
            text = "\n".join(map(safe, text.splitlines())) + "\n"
        click.echo(text, nl=False)
        return
    console = Console()
    for line in table_lines(answer, console.width if console.is_terminal else WIDEST):
        click.echo(line)
