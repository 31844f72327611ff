"""What the proof gave, as a table for the documents and for the terminal.

Belongs here: counting and rendering. Does not belong here: running (``run``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shnor_pipeline.quality import RULES
from shnor_pipeline_tests.mutation.harmless import HARMLESS
from shnor_pipeline_tests.mutation.kinds import KINDS, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shnor_pipeline_tests.mutation.trial import Trial


@dataclass
class Proof:
    """All that was tried.

    Attributes:
        trials: One for each placed error.
        clean_files: Number of clean files read.
        clean_said: What was found in them.
        harmless: Harmless change -> how often it was made.
        harmless_said: Harmless change -> what was found.
    """

    trials: list[Trial] = field(default_factory=list)
    clean_files: int = 0
    clean_said: list[str] = field(default_factory=list)
    harmless: Counter[str] = field(default_factory=Counter)
    harmless_said: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: Proof) -> None:
        """Take in a part."""
        self.trials += other.trials
        self.clean_files += other.clean_files
        self.clean_said += other.clean_said
        self.harmless += other.harmless
        for name, said in other.harmless_said.items():
            self.harmless_said.setdefault(name, []).extend(said)

    def false_alarms(self) -> list[str]:
        """Everything that was said without a reason, as «rule place»."""
        said = [*self.clean_said, *(each for one in self.harmless_said.values() for each in one)]
        for trial in self.trials:
            said += [*trial.false, *trial.before]
        return sorted(said)

    def holds(self, fewest_clean: int) -> bool:
        """Tell whether every error was found at its place and nothing else was."""
        found = all(trial.caught and trial.right for trial in self.trials)
        return found and not self.false_alarms() and self.clean_files >= fewest_clean


def markdown(proof: Proof) -> str:
    """Write the table for the documents; the same proof gives the same text."""
    lines = [
        "# Seeded errors",
        "",
        "`make mutation` writes this file. Each kind of error is put into clean sample workbooks at several",
        "places chosen by seeded chance; the damaged files, with as few others as the rule needs, go through",
        "the chain. *Caught*: a rule of the kind spoke of the file. *Right place*: it named the cell, row,",
        "header or file that is wrong. A false alarm is any finding that neither the error nor its",
        "consequences explain, in damaged, clean and harmlessly changed files alike.",
        "",
        *summary(proof),
        "",
        *_kinds(proof),
        *_rules(proof),
        *_harmless(proof),
        "## What no rule can see",
        "",
        "| error | why |",
        "|---|---|",
        *(f"| {what} | {why} |" for what, why in UNSEEN),
        "",
    ]
    return "\n".join(lines)


def summary(proof: Proof) -> list[str]:
    """Say the result in a few lines."""
    trials = proof.trials
    caught, right = sum(each.caught for each in trials), sum(each.right for each in trials)
    kinds = {each.kind for each in trials}
    whole = {each.kind for each in trials if not each.right}
    return [
        f"- Kinds of error: {len(kinds)}; found at the right place wherever placed: {len(kinds - whole)}.",
        (
            f"- Errors placed: {len(trials)}; caught: {_share(caught, len(trials))}; "
            f"at the right place: {_share(right, len(trials))}."
        ),
        f"- Clean files read: {proof.clean_files}; findings in them: {len(proof.clean_said)}.",
        (
            f"- Harmless changes: {len(proof.harmless)} kinds, {proof.harmless.total()} made; "
            f"findings: {sum(map(len, proof.harmless_said.values()))}."
        ),
        f"- False alarms in all: {len(proof.false_alarms())}.",
    ]


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / max(whole, 1):.1f} %)"


def kind_rows(proof: Proof) -> Iterator[tuple[str, int, int, int, str]]:
    """Yield kind, times placed, caught, at the right place, rules that spoke."""
    for name in KINDS:
        trials = [each for each in proof.trials if each.kind == name]
        rules = sorted({rule for each in trials for rule in each.rules})
        caught, right = sum(each.caught for each in trials), sum(each.right for each in trials)
        yield name, len(trials), caught, right, " ".join(rules)


def rule_rows(proof: Proof) -> Iterator[tuple[str, int, int, int]]:
    """Yield rule, catches, times it spoke as a consequence, false alarms."""
    catches = Counter(rule for each in proof.trials for rule in each.rules)
    followed = Counter(rule for each in proof.trials for rule in each.followed)
    false = Counter(said.partition(" ")[0] for said in proof.false_alarms())
    for rule in RULES:
        yield rule, catches[rule], followed[rule], false[rule]


def _kinds(proof: Proof) -> list[str]:
    lines = []
    rows = {row[0]: row for row in kind_rows(proof)}
    for theme in dict.fromkeys(kind.theme for kind in KINDS.values()):
        lines += [f"## {theme}", "", "| kind | somebody… | placed | caught | right place | by |"]
        lines.append("|---|---|--:|--:|--:|---|")
        lines += [
            f"| `{kind.name}` | {_cell(kind.done)} | " + " | ".join(map(str, rows[kind.name][1:])) + " |"
            for kind in KINDS.values()
            if kind.theme == theme
        ]
        lines.append("")
    return lines


def _rules(proof: Proof) -> list[str]:
    return [
        "## Rules",
        "",
        "*Consequences*: errors after which the rule spoke too, as the kind foresees. A rule with 0 catches",
        "is broken by no kind here; every rule has files of its own that break it among the tests.",
        "",
        "| rule | demands | catches | consequences | false alarms |",
        "|---|---|--:|--:|--:|",
        *(
            f"| {rule} | {_cell(RULES[rule].title_ru)} | {catches} | {followed} | {false} |"
            for rule, catches, followed, false in rule_rows(proof)
        ),
        "",
    ]


def _harmless(proof: Proof) -> list[str]:
    return [
        "## Harmless changes",
        "",
        "| change | somebody… | made | findings |",
        "|---|---|--:|--:|",
        *(
            f"| `{name}` | {_cell(done)} | {proof.harmless[name]} "
            f"| {len(proof.harmless_said.get(name, ()))} |"
            for name, (done, _) in HARMLESS.items()
        ),
        "",
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def plain(proof: Proof) -> str:
    """Write the same for the terminal, with the places of what went wrong."""
    lines = [f"{'kind':<40}{'placed':>8}{'caught':>8}{'right':>8}  by"]
    lines += [
        f"{name:<40}{n:>8}{caught:>8}{right:>8}  {by}" for name, n, caught, right, by in kind_rows(proof)
    ]
    lines += ["", f"{'rule':<8}{'catches':>10}{'consequences':>14}{'false alarms':>14}"]
    lines += [f"{rule:<8}{c:>10}{followed:>14}{false:>14}" for rule, c, followed, false in rule_rows(proof)]
    lines += ["", *summary(proof), "", *_wrong(proof)]
    return "\n".join(lines) + "\n"


def _wrong(proof: Proof) -> Iterable[str]:
    for trial in proof.trials:
        if not (trial.caught and trial.right):
            yield f"not found at its place: {trial.kind}: {trial.placed}"
        yield from (f"false alarm: {trial.kind}: {each}" for each in (*trial.false, *trial.before))
    yield from (f"false alarm: clean: {each}" for each in proof.clean_said)
    for name, said in sorted(proof.harmless_said.items()):
        yield from (f"false alarm: {name}: {each}" for each in said)
