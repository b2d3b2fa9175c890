"""The examples of the gallery page: every component in its states, with made-up companies."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).with_name("gallery.json")


def gallery_context() -> dict[str, Any]:
    """What web/gallery.html shows."""
    examples: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return examples | {key: datetime.fromisoformat(examples[key]) for key in ("at", "late")}
