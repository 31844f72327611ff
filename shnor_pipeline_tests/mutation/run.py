"""``make mutation``: every kind of error at several places, clean files beside them, and the table of it.

Belongs here: dividing the work and writing the table. Does not belong here: judging (``trial``).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import shnor_pipeline
from shnor_pipeline_tests.mutation.clean import read_clean, try_harmless
from shnor_pipeline_tests.mutation.harmless import HARMLESS
from shnor_pipeline_tests.mutation.kinds import KINDS
from shnor_pipeline_tests.mutation.report import Proof, markdown, plain
from shnor_pipeline_tests.mutation.sample import YEARS, clean_sample
from shnor_pipeline_tests.mutation.trial import try_kind

TABLE = Path(shnor_pipeline.__file__).parent / "quality" / "MUTATIONS.md"
SEEDS = (1, 2, 3, 4, 5)
REGION_SEED, REGION_YEARS = 6, range(2021, 2023)
"""One more clean sample, of two municipalities."""
FEWEST_CLEAN = 200
CHUNK = 24


def sample_of(folder: Path, seed: int) -> Path:
    """Write the clean sample of a seed."""
    home = folder / f"clean{seed}"
    if seed == REGION_SEED:
        return clean_sample(home, seed, municipalities=2, schools=4, years=REGION_YEARS)
    return clean_sample(home, seed)


def part_of(home: Path, seed: int, names: tuple[str, ...]) -> Proof:
    """Try some kinds in the sample of a seed; with no names, read the sample as it is."""
    if not names:
        files, said = read_clean(home, REGION_YEARS if seed == REGION_SEED else YEARS)
        return Proof(clean_files=files, clean_said=said)
    proof = Proof()
    for name in names:
        if name in KINDS:
            proof.trials.append(try_kind(KINDS[name], home, seed))
        else:
            proof.harmless[name] += 1
            proof.harmless_said[name] = try_harmless(name, home, seed)
    return proof


def prove() -> Proof:
    """Try everything, two or more processes at a time."""
    workers = max(2, os.cpu_count() or 1)
    # threads of libraries don't survive a fork
    fresh = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(workers, mp_context=fresh) as pool,
    ):
        seeds = (*SEEDS, REGION_SEED)
        homes = dict(zip(seeds, pool.map(sample_of, [Path(folder)] * len(seeds), seeds), strict=True))
        names = (*KINDS, *HARMLESS)
        chunks = [names[at : at + CHUNK] for at in range(0, len(names), CHUNK)]
        tasks = [(seed, chunk) for seed in SEEDS for chunk in chunks] + [(seed, ()) for seed in seeds]
        waiting = {
            pool.submit(part_of, homes[seed], seed, chunk): at for at, (seed, chunk) in enumerate(tasks)
        }
        for done, _ in enumerate(as_completed(waiting), start=1):
            _tell(f"{done} of {len(tasks)} parts")
        parts = sorted(waiting, key=waiting.__getitem__)
        proof = Proof(harmless=Counter())
        for part in parts:
            proof.add(part.result())
    return proof


def _tell(text: str) -> None:
    """Show progress where somebody looks."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text}\x1b[K")


def main() -> None:
    """Write the table; fail unless all errors were found at their places and nothing else was."""
    proof = prove()
    _tell("")
    TABLE.write_text(markdown(proof), encoding="utf-8", newline="\n")
    sys.stdout.write(plain(proof))
    sys.exit(0 if proof.holds(FEWEST_CLEAN) else 1)


if __name__ == "__main__":
    main()
