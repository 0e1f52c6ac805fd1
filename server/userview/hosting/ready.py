"""What a person and a program are told when the server answers: four lines, and a file."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ready:
    """Addresses and keys of a server that answers; None for what is kept only as a hash, or switched off."""

    base_url: str
    replay_origin: str
    dashboard_url: str
    sign_in_url: str
    demo_url: str | None
    public_key: str
    secret_key: str | None
    agent_email: str
    agent_password: str | None

    def lines(self) -> list[str]:
        """The four lines that a person needs."""
        secret = (
            f"{self.secret_key}  (shown this once)"
            if self.secret_key
            else "made before; `userview keys create` makes another"
        )
        return [
            f"Demo shop    {self.demo_url or 'off (--demo switches it on)'}",
            f"Dashboard    {self.sign_in_url}  (signs you in, once)",
            f"Public key   {self.public_key}",
            f"Secret key   {secret}",
        ]

    def write(self, file: Path) -> None:
        """Write all of it as JSON, readable for this user alone; the file appears whole or not at all.

        Raises:
            OSError: the file cannot be written.
        """
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as target:
                json.dump(asdict(self), target, indent=2)
                target.write("\n")
            scratch.replace(file)
        except OSError:
            scratch.unlink(missing_ok=True)
            raise
