"""Content stamps: what a step was last done with, so that an unchanged step costs a few `stat` calls.

A stamp keeps time and size of each input beside the hash of all their contents. Equal times and sizes are taken as
unchanged; otherwise the contents are hashed, so that a fresh checkout or a `touch` alone does not repeat a step.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.setup.paths import ROOT, STAMPS

SKIPPED_FOLDERS = {"node_modules", "dist", "tests", "__pycache__", "test-results", "playwright-report"}


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in `folder` and its folders, but for what is installed, built or only tested. Nothing if it is absent."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in SKIPPED_FOLDERS:
                yield from files_below(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)


@dataclass(frozen=True)
class State:
    """Inputs at one moment: time (ns) and size (bytes) of each file, and the hash of all contents."""

    files: dict[str, list[int]]
    digest: str


@dataclass(frozen=True)
class Stamp:
    """One step's memory.

    `inputs` are files and folders; `outputs` must exist, or the step is done again; `facts` are other things it depends
    on, such as the version of Python.
    """

    name: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def _file(self) -> Path:
        return STAMPS / f"{self.name}.json"

    def is_fresh(self) -> bool:
        """Whether the step was finished with exactly these inputs and facts, and its outputs are there."""
        try:
            kept = json.loads(self._file.read_text())
            kept_facts, kept_files, kept_hash = kept["facts"], kept["files"], kept["hash"]
        except (OSError, ValueError, KeyError, TypeError):
            return False
        if kept_facts != self.facts or not all(output.exists() for output in self.outputs):
            return False
        files = self._files()
        if files == kept_files:
            return True
        if self._hash(files) != kept_hash:
            return False
        self._write(files, kept_hash)
        return True

    def was_kept(self) -> bool:
        """Whether the step was finished once, with whichever inputs, and not begun again since."""
        return self._file.exists()

    def clear(self) -> None:
        """Forget: called before the step's work begins, so that a step cut short is done again."""
        self._file.unlink(missing_ok=True)

    def state(self) -> State:
        """The inputs as they are now; take it before the work, so that what changes meanwhile is done again."""
        files = self._files()
        return State(files, self._hash(files))

    def keep(self, state: State) -> None:
        """Remember that the step is done with its inputs as they were."""
        self._write(state.files, state.digest)

    def _all_inputs(self) -> Iterable[Path]:
        for path in self.inputs:
            if path.is_dir():
                yield from files_below(path)
            elif path.exists():
                yield path

    def _files(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for path in self._all_inputs():
            stat = path.stat()
            found[str(path.relative_to(ROOT))] = [stat.st_mtime_ns, stat.st_size]
        return found

    @staticmethod
    def _hash(files: Iterable[str]) -> str:
        digest = hashlib.sha256()
        for name in sorted(files):
            digest.update(name.encode() + b"\0")
            digest.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
        return digest.hexdigest()

    def _write(self, files: dict[str, list[int]], digest: str) -> None:
        STAMPS.mkdir(parents=True, exist_ok=True)
        scratch = self._file.with_suffix(f".{os.getpid()}.tmp")
        scratch.write_text(json.dumps({"facts": self.facts, "files": files, "hash": digest}))
        scratch.replace(self._file)
