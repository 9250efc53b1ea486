"""The `dragoman` command. JSON on stdout, log on stderr; exit 0 ok, 1 failed, 2 usage."""

from __future__ import annotations

import importlib
import logging
import pkgutil
import sys

import typer
from rich.console import Console
from rich.logging import RichHandler

from flows import commands
from flows.errors import DragomanError, UsageError
from parsers.source import SourceError
from warehouse.errors import StoreError

app = typer.Typer(
    help="Defence diplomacy from the news, with the sentence that says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in sorted(pkgutil.iter_modules(commands.__path__), key=lambda found: found.name):
    importlib.import_module(f"{commands.__name__}.{module.name}").register(app)


@app.callback()
def start(verbose: bool = typer.Option(False, "--verbose", "-v", help="Log what is done to stderr.")) -> None:
    level = logging.INFO if verbose else logging.WARNING
    handler = RichHandler(level, console=Console(stderr=True), show_path=False)
    logging.basicConfig(level=level, format="%(message)s", handlers=[handler])


def main() -> None:
    try:
        app()
    except UsageError as error:
        sys.exit(_complain(error, 2))
    except (DragomanError, StoreError, SourceError) as error:
        sys.exit(_complain(error, 1))
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _complain(error: Exception, code: int) -> int:
    print(f"dragoman: {error}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
