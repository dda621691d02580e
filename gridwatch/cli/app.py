"""All commands in one list. A command imports what it needs when it runs, so that --help is quick."""

from __future__ import annotations

import sys

import typer

from core.errors import GridwatchError
from gridwatch.cli import (
    audit,
    bench,
    cameras,
    config,
    dataset,
    demo,
    digest,
    incidents,
    label,
    load,
    model,
    model_curve,
    promote,
    replay,
    score,
    service,
    shadow,
    simulate,
    sweep,
    users,
    webhook,
)
from gridwatch.cli.show import complain

app = typer.Typer(
    name="gridwatch",
    help="Looks at every camera of a district, files what is wrong, and proves that it was cleared.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("run")(service.run)
app.command("check")(config.check)
app.command("schema")(config.schema)
app.command("openapi")(config.openapi)
app.add_typer(config.secrets_app, name="secrets")
app.add_typer(cameras.app, name="cameras")
app.command("discover")(cameras.discover)
app.command("replay")(replay.replay)
app.command("score")(score.score)
app.command("sweep")(sweep.sweep)
app.add_typer(label.app, name="label")
app.add_typer(shadow.app, name="shadow")
app.add_typer(load.app, name="load")
app.command("promote")(promote.promote)
app.add_typer(webhook.app, name="webhook")
app.add_typer(users.app, name="users")
app.add_typer(audit.app, name="audit")
app.add_typer(incidents.app, name="incidents")
app.add_typer(digest.app, name="digest")
model.app.command("curve")(model_curve.curve)
app.add_typer(model.app, name="model")
app.add_typer(dataset.app, name="dataset")
app.add_typer(simulate.app, name="simulate")
app.add_typer(bench.app, name="bench")


def main() -> None:
    """Run the command line; a Gridwatch error is one sentence and exit status 1, never a traceback.

    So is what the operating system refuses: a file that cannot be written, a port that is taken.
    """
    try:
        app()
    except GridwatchError as error:
        complain(str(error))
        sys.exit(1)
    except ExceptionGroup as group:  # a loop of the service broke, and ended it
        known, rest = group.split(GridwatchError)
        if known is None or rest is not None:
            raise
        complain(str(_first(known)))
        sys.exit(1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        complain(f"{where}{error.strerror or error}")
        sys.exit(1)


def _first(group: ExceptionGroup[GridwatchError]) -> GridwatchError:
    one = group.exceptions[0]
    return _first(one) if isinstance(one, ExceptionGroup) else one
