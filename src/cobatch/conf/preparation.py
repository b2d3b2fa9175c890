"""Bringing a checkout and its database to the state in which pages can be served."""

import os
from pathlib import Path

from cobatch.conf import migration
from cobatch.conf.launcher import owner_url, refuse_unreachable
from cobatch.conf.progress import step

HOUSE = Path(__file__).parents[1]


def load_django() -> None:
    import django  # noqa: PLC0415

    django.setup()


def prepare_schema() -> None:
    """Migrate where this release has not yet; a second start finds nothing to do."""
    url = owner_url()
    refuse_unreachable(url)
    if migration.is_current(url):
        return
    with step("Tables and the walls between companies"):
        load_django()
        migration.migrate_all(url)


def prepare_assets() -> None:
    """Style sheet and catalogues, built from their sources and never kept in the repository."""
    web = HOUSE / "web"
    sources = [*web.glob("styles/**/*.css"), *HOUSE.glob("**/templates/**/*.html"), *HOUSE.glob("**/*.py")]
    target = web / "static" / "cobatch" / "app.css"
    if _is_older(target, sources):
        from cobatch.web.build_css import build  # noqa: PLC0415

        with step("Style sheet"):
            build()
            # The tool leaves a file alone whose content would not change.
            target.touch()
    _collect([target, *HOUSE.glob("**/static/**/*.*")])
    for catalogue in HOUSE.glob("**/locale/*/LC_MESSAGES/*.po"):
        if _is_older(catalogue.with_suffix(".mo"), [catalogue]):
            _compile(catalogue)


def _collect(sources: list[Path]) -> None:
    """Copies for serving, named by their content and compressed."""
    data = os.environ.get("COBATCH_DATA")
    if not data or not _is_older(
        Path(os.environ.get("COBATCH_STATIC", f"{data}/static")) / "staticfiles.json", sources
    ):
        return
    from django.core.management import call_command  # noqa: PLC0415

    with step("Static files"):
        load_django()
        call_command("collectstatic", interactive=False, verbosity=0)


def _is_older(target: Path, sources: list[Path]) -> bool:
    if not target.exists():
        return True
    built = target.stat().st_mtime
    return any(source.stat().st_mtime > built for source in sources)


def _compile(catalogue: Path) -> None:
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with step(f"Catalogue {catalogue.parents[1].name}"):
        with catalogue.open("rb") as source:
            read = read_po(source, locale=catalogue.parents[1].name)
        with catalogue.with_suffix(".mo").open("wb") as target:
            write_mo(target, read)
