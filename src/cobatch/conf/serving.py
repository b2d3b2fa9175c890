"""`cobatch serve`, `cobatch worker` and the demo: processes over a prepared database."""

import os
from argparse import Namespace

from cobatch.conf.account import Unavailable
from cobatch.conf.launcher import refuse_other_data, running_database, start_anew
from cobatch.conf.leftovers import end_leftovers
from cobatch.conf.paths import DataFolder
from cobatch.conf.preparation import load_django, prepare_assets, prepare_schema
from cobatch.conf.processes import Asked, Processes, asked_to_stop, only_one, refuse_taken_port
from cobatch.conf.progress import bar, say, step

WEB_PROCESSES = 2


def serve(options: Namespace, folder: DataFolder) -> None:
    """Web processes and a worker until asked to stop; people and data are whatever is there."""
    if folder.is_demo and os.environ["COBATCH_MODE"] == "production":
        raise Unavailable(
            f"{folder.root} holds the demo, whose passwords are public: choose another folder with --data."
        )
    with asked_to_stop():
        try:
            _run(options, folder, demo=False)
        except Asked:
            say("Stopped.")


def demo(options: Namespace, folder: DataFolder) -> None:
    """The reference story on this machine; from nothing to two signed-in windows."""
    os.environ["COBATCH_MODE"] = "demo"
    with asked_to_stop():
        try:
            _run(options, folder, demo=True)
        except Asked:
            say("Stopped. The data stay: the same command goes on where you left.")


def worker(options: Namespace, folder: DataFolder) -> None:
    """One more worker beside those of `serve`, on this or another machine."""
    with asked_to_stop(), running_database(folder):
        processes = Processes(folder, quiet=False)
        try:
            processes.start("worker-more", f"--concurrency={options.concurrency}")
            processes.watch()
        except Asked:
            say("Stopped.")
        finally:
            processes.stop()


def _run(options: Namespace, folder: DataFolder, demo: bool) -> None:
    folder.prepare()
    with only_one(folder):
        end_leftovers(folder.log)
        refuse_taken_port(options.host, options.port)
        os.environ.setdefault("COBATCH_ADDRESS", f"http://localhost:{options.port}")
        with running_database(folder) as cluster:
            if demo and (folder.telling.exists() or (options.reset and folder.is_demo)):
                start_anew(cluster)
                folder.forget_story()
            prepare_schema()
            prepare_assets()
            if demo and not folder.played.exists():
                _play(folder)
            _serve_until_asked(options, folder, demo)


def _play(folder: DataFolder) -> None:
    """From the first act to the last; a demo killed in between begins again at its next start."""
    from django.utils.module_loading import import_string  # noqa: PLC0415

    refuse_other_data(folder)
    load_django()
    folder.telling.touch()
    say("  The story of the demo, act by act through the engine:")
    import_string("cobatch.demo.story.play")(lambda done, total: bar("Acts", done, total))
    folder.telling.rename(folder.played)


def _serve_until_asked(options: Namespace, folder: DataFolder, demo: bool) -> None:
    processes = Processes(folder, quiet=demo)
    try:
        with step("Web server and worker"):
            processes.start("web", *_web_arguments(options))
            processes.start("worker", "--concurrency=4")
            processes.wait_until_served(options.host, options.port)
        say(f"\nCobatch is at {os.environ['COBATCH_ADDRESS']}")
        if demo:
            _introduce()
        say("Ctrl-C stops it.")
        processes.watch()
    finally:
        processes.stop()


def _web_arguments(options: Namespace) -> list[str]:
    # Open live streams would hold the server at its stop, so workers are given three seconds.
    return [
        *("--interface", "asginl", "--host", options.host, "--port", str(options.port), "--http", "1"),
        *("--workers", str(options.processes), "--workers-kill-timeout", "3", "--respawn-failed-workers"),
        *("--log-level", "warning", "--factory", "cobatch.conf.child:application"),
    ]


def _introduce() -> None:
    """Whom to sign in as, from the rows that the story made."""
    load_django()
    from cobatch.network.models import Person  # noqa: PLC0415

    say("Open two windows (one of them private) and sign in on each side; every password is cobatch-demo.")
    company = ""
    people = Person.objects.filter(demo=True, is_active=True, service=False)
    for person in people.order_by("organisation__name", "name"):
        if person.organisation.name != company:
            company = person.organisation.name
            say(f"\n  {company}")
        say(f"    {person.email:<32} {person.title or ', '.join(person.roles)}")
    say()
