"""The command `cobatch`. What belongs to other rooms is called by name, when it is asked for."""

import argparse
import os
import runpy
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from cobatch.conf import launcher, migration, serving
from cobatch.conf.account import Unavailable
from cobatch.conf.paths import DataFolder, chosen_folder
from cobatch.conf.preparation import load_django, prepare_assets
from cobatch.conf.progress import bar, complain, say

Command = Callable[[argparse.Namespace, DataFolder], "int | None"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Every failure that a person can mend is one sentence and exit status 1."""
    parser = _parser()
    options, more = parser.parse_known_args(arguments)
    if more and not hasattr(options, "rest"):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more:
        options.rest = [*more, *options.rest]
    command: Command = options.command
    folder = DataFolder(chosen_folder(options.data))
    os.environ.setdefault("COBATCH_MODE", "demo" if folder.is_demo else "production")
    try:
        return command(options, folder) or 0
    except Unavailable as reason:
        complain(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cobatch", description="The shared record of sponsor and manufacturer."
    )
    parser.add_argument("--data", help="data folder (else COBATCH_DATA, else the usual place)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        # Also after the command's name; there it must not undo what was said before it.
        made.add_argument("--data", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        made.set_defaults(command=command)
        return made

    _add_running(add)
    _add_tending(add)
    return parser


def _add_running(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    demo = add("demo", serving.demo, "play the reference story and serve it")
    demo.add_argument("--reset", action="store_true", help="begin the story anew")
    _add_serving(demo)
    _add_serving(add("serve", serving.serve, "serve pages and API with a worker"))
    add("worker", serving.worker, "run one more worker").add_argument("--concurrency", type=int, default=4)


def _add_tending(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    add("migrate", _migrate, "bring tables and walls to this release")
    add("assets", _assets, "build style sheet and catalogues")
    add("check", _check, "recompute the ledger and look at the walls in the database")
    add("docs", _docs, "write the generated documents").add_argument("--check", action="store_true")
    add("replay", _replay, "play a file of recorded lines through the engine").add_argument("file", type=Path)
    for made in (
        add("createorg", _django("createorg"), "make an organisation with its administrator"),
        add("manage", _django(None), "any command of Django"),
        add("bench", _bench, "measure, beside yardsticks of the same run"),
    ):
        made.add_argument("rest", nargs=argparse.REMAINDER)


def _add_serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=serving.WEB_PROCESSES, help="web processes")


def _migrate(_options: argparse.Namespace, folder: DataFolder) -> None:
    with launcher.running_database(folder):
        url = launcher.owner_url()
        launcher.refuse_unreachable(url)
        load_django()
        migration.migrate_all(url, verbosity=1)


def _assets(_options: argparse.Namespace, _folder: DataFolder) -> None:
    prepare_assets()


def _check(_options: argparse.Namespace, folder: DataFolder) -> int:
    with launcher.running_database(folder):
        load_django()
        from cobatch.conf.checking import all_faults  # noqa: PLC0415

        faults = list(all_faults())
    for fault in faults:
        say(fault)
    say(f"{len(faults)} faults." if faults else "Walls stand, every log is whole.")
    return 1 if faults else 0


def _docs(options: argparse.Namespace, _folder: DataFolder) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cobatch.conf.settings")
    load_django()
    changed = _called("cobatch.touchpoints.describe.write_documents")(check=options.check)
    for file in changed:
        say(f"{'out of date' if options.check else 'written'}: {file}")
    return 1 if options.check and changed else 0


def _replay(options: argparse.Namespace, folder: DataFolder) -> None:
    with launcher.running_database(folder):
        load_django()
        from cobatch.demo.replay import NotAHistoryError, replay  # noqa: PLC0415

        try:
            lines = replay(options.file, lambda done, total: bar("Lines", done, total))
        except (OSError, NotAHistoryError) as reason:
            raise Unavailable(str(reason)) from reason
    for line in lines:
        say(line)


def _django(name: str | None) -> Command:
    def command(options: argparse.Namespace, folder: DataFolder) -> None:
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        with launcher.running_database(folder):
            execute_from_command_line(["cobatch", *([name] if name else []), *options.rest])

    return command


def _bench(options: argparse.Namespace, _folder: DataFolder) -> None:
    """The benches are not part of the package: they measure a checkout."""
    place = Path(__file__).parents[3] / "tests" / "bench"
    if not (place / "__main__.py").exists():
        raise Unavailable("The benches are in a checkout of the project: run `python3 run.py bench` there.")
    sys.argv = ["bench", *options.rest]
    runpy.run_path(str(place), run_name="__main__")


def _called(name: str) -> Callable[..., list[str]]:
    from django.utils.module_loading import import_string  # noqa: PLC0415

    found: Callable[..., list[str]] = import_string(name)
    return found


if __name__ == "__main__":
    sys.exit(main())
