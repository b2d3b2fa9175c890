"""What was measured, as a table: each figure with its target and, where there is one, its yardstick."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line. `at_most` and `at_least` are the target; a figure without one only informs."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def missed(self) -> bool:
        """True when there is a target and it was not reached."""
        too_much = self.at_most is not None and self.value > self.at_most
        return too_much or (self.at_least is not None and self.value < self.at_least)

    @property
    def target(self) -> str:
        """The target as it is printed."""
        if self.at_most is not None:
            return f"≤ {number(self.at_most)}"
        return f"≥ {number(self.at_least)}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """One word, only where there is a target."""
        if not self.target:
            return ""
        return "MISSED" if self.missed else "reached"


@dataclass
class Table:
    """Sections of figures; printed as they come, so that a run that breaks off has said what it knew."""

    figures: list[Figure] = field(default_factory=list)

    def section(self, title: str) -> None:
        """Begin a section."""
        print(f"\n{title}\n{'-' * len(title)}", flush=True)

    def add(self, figure: Figure) -> None:
        """Print and keep one figure."""
        self.figures.append(figure)
        shown = f"{number(figure.value)} {figure.unit}".strip()
        line = f"{figure.name:<54} {shown:>14}  {figure.target:>9} {figure.verdict:<8} {figure.note}"
        print(line.rstrip(), flush=True)

    def say(self, text: str) -> None:
        """A line that is no figure."""
        print(text, flush=True)

    @property
    def missed(self) -> list[Figure]:
        """Figures that did not reach their target."""
        return [figure for figure in self.figures if figure.missed]


def number(value: float | None) -> str:
    """Three significant places, no more."""
    if value is None:
        return ""
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def p50(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """The value that nineteen of twenty stay under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
