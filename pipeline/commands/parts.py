"""What the commands share: errors told in one message, and arguments that may be URLs."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from typing import Any

import click

from safeplans.pipeline.base.printing import safe
from safeplans.pipeline.running.limits import Limits

reader_option = click.option(
    "--reader", type=click.Choice(["pdfium", "pdfplumber"]), default=Limits().reader, show_default=True,
    help="Which library reads the pages of a PDF; the other takes over on pages where it fails.",
)  # fmt: skip


class Wrong(click.ClickException):
    """An error to tell in one message; the command was called wrongly."""

    exit_code = 2


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Errors that have their advice with them become messages, not tracebacks."""
    from safeplans.pipeline.running.workers import WorkersError
    from safeplans.pipeline.store.dataset import DatasetError
    from safeplans.pipeline.store.discovery import InputError

    try:
        yield
    except (InputError, DatasetError, WorkersError) as error:
        raise Wrong(safe(str(error))) from error


class Place(click.Path):
    """A path, or a URL left as it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


def day(value: str) -> datetime.date:
    """The type of an option that takes a day in the form 2024-06-30; others are refused, for 6/7/2024 is two days."""
    try:
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day in the form 2024-06-30: year, month, day.") from None
