"""The `tracker` command: what a server, an office or a script asks for from the shell."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from tracker import __version__
from tracker.errors import Refusal

Params = ParamSpec("Params")
Answer = TypeVar("Answer")
BAD_INPUT = 2


class RefusingGroup(click.Group):
    """A group of commands whose refusals are one line on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; tell a refusal in its own words."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(f"tracker: {refusal}", err=True)
            sys.exit(BAD_INPUT)


@click.group(cls=RefusingGroup)
@click.version_option(__version__)
def main() -> None:
    """Carry a year's open-government work plan from the document to the printed summary."""
