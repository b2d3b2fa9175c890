"""Documents that nobody writes: catalogue, state diagrams, permission matrix, all from the declarations."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils.translation import override

from cobatch.kernel.roles import Role
from cobatch.touchpoints.declare import TouchPoint, catalogue
from cobatch.touchpoints.flow import Flow, flows

FOLDER = Path(__file__).parents[3] / "docs" / "generated"
NOTICE = "<!-- Written by `python3 run.py cobatch docs`; compared in CI. -->\n"
_MORE: dict[str, Callable[[], str]] = {}


def document(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """The decorated function writes one more generated document (the API's OpenAPI, for instance)."""

    def register(text: Callable[[], str]) -> Callable[[], str]:
        _MORE[name] = text
        return text

    return register


def write_documents(*, check: bool = False) -> list[str]:
    """Write every generated document; returns the names of those that changed (with `check`, without writing)."""
    changed = []
    with override("en"):
        texts = {name: write() for name, write in sorted(_MORE.items())}
    for name, text in texts.items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        changed.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return changed


@document("catalogue.md")
def catalogue_text() -> str:
    """Every touch point with its words, sides, states and fields."""
    parts = [NOTICE, "# Touch points\n"]
    step = ""
    for touchpoint in catalogue().values():
        if touchpoint.step != step:
            step = touchpoint.step
            parts.append(f"\n## {step}\n")
        parts += _entry(touchpoint)
    return "\n".join(parts).rstrip() + "\n"


def _entry(touchpoint: TouchPoint) -> Iterator[str]:
    number = f" · {touchpoint.catalogue}" if touchpoint.catalogue else ""
    yield f"### `{touchpoint.code}`{number}: {touchpoint.title}\n"
    yield _plain(touchpoint.doc) + "\n"
    yield f"- By: {_by(touchpoint)}"
    yield f"- On: {touchpoint.on.__name__}" + (
        f", creates {touchpoint.creates.__name__}" if touchpoint.creates else ""
    )
    if touchpoint.sign:
        yield f"- Signature: {touchpoint.sign}"
    for move in touchpoint.moves:
        sources = ", ".join(sorted(source or "(new)" for source in move.sources))
        yield f"- {move.record}: {sources} → {', '.join(sorted(move.targets))}"
    for name, field in touchpoint.takes.model_fields.items():
        needed = "" if field.is_required() else " (optional)"
        yield f"- `{name}`{needed}: {field.description or ''}"
    yield ""


def _by(touchpoint: TouchPoint) -> str:
    if touchpoint.automatic:
        return f"the engine, for the {touchpoint.side}"
    return f"{touchpoint.by} ({', '.join(str(role) for role in touchpoint.roles)})"


def _plain(doc: str) -> str:
    return "\n".join(line.strip() for line in doc.strip().splitlines())


@document("states.md")
def states_text() -> str:
    """A state diagram of each record, with who is waited on."""
    parts = [NOTICE, "# States\n"]
    for flow in flows():
        parts += [
            f"## {flow.record}\n",
            "```mermaid",
            "stateDiagram-v2",
            *_edges(flow),
            "```\n",
            *_waits(flow),
            "",
        ]
    return "\n".join(parts).rstrip() + "\n"


def _edges(flow: Flow) -> Iterator[str]:
    seen: set[str] = set()
    for touchpoint in catalogue().values():
        for move in touchpoint.moves:
            if move.record != flow.record:
                continue
            for source in sorted(move.sources):
                for target in sorted(move.targets):
                    edge = f"  {source or '[*]'} --> {target}: {touchpoint.code}"
                    if source != target and edge not in seen:
                        seen.add(edge)
                        yield edge
    for end in sorted(map(str, flow.ends)):
        yield f"  {end} --> [*]"


def _waits(flow: Flow) -> Iterator[str]:
    for state in flow.waits:
        for wait in flow.waits_in(state):
            side = "one side" if callable(wait.on) and not isinstance(wait.on, str) else str(wait.on)
            yield f"- **{state}** waits on the {side} for `{wait.code}`"


@document("permissions.md")
def permissions_text() -> str:
    """Which role may do what; there are no other permissions."""
    people = [touchpoint for touchpoint in catalogue().values() if not touchpoint.automatic]
    roles = [role for role in Role if any(role in touchpoint.roles for touchpoint in people)]
    rows = [NOTICE, "# Who may do what\n", "| touch point | side | signature | roles |", "|---|---|---|---|"]
    for touchpoint in people:
        named = ", ".join(str(role) for role in roles if role in touchpoint.roles)
        rows.append(f"| `{touchpoint.code}` | {touchpoint.by} | {touchpoint.sign or '–'} | {named} |")
    return "\n".join(rows) + "\n"
