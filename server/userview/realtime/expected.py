"""What a page said before its visitor went to one without the SDK, and how long the visitor is waited for then (rule S11)."""

from dataclasses import dataclass
from typing import Final

from userview.protocol.messages.expected import DisconnectExpected, ExpectedReturn

SAID_WITHIN_SECONDS: Final = 300.0
"""Who has stayed for longer since did not mean this."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Said at `at`."""

    message: DisconnectExpected
    at: float

    def holds(self, gone_at: float) -> bool:
        """Whether it is about the visitor's going at this time."""
        return gone_at - self.at <= SAID_WITHIN_SECONDS

    def wait_seconds(self, usual: float) -> float:
        """How long to wait: never shorter than without it."""
        return max(usual, float(self.message.return_seconds))

    def told(self, usual: float) -> ExpectedReturn:
        """As agents hear it."""
        said = self.message
        wait = int(self.wait_seconds(usual))
        return ExpectedReturn(title=said.title or None, message=said.message or None, wait_seconds=wait)
