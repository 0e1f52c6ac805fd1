"""Viewer tickets, and the tokens for pictures and fonts (rules W3, F1, F3)."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from userview.signing import Signer

_TICKET: Final = "viewer-ticket"
_UPLOAD: Final = "asset-upload"
_LINK: Final = "asset-link"
_INSET: Final = "inset"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket is good for."""

    session: str
    participant: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """For the page in a frame of a captured one (N1): whose frame it is, and where both are from."""

    session: str
    inset: int
    origin: str
    embedder: str


class Tickets:
    """Makes tickets and takes each one once; `now` is Unix seconds."""

    def __init__(self, signer: Signer, ticket_seconds: float) -> None:
        self._signer = signer
        self._ticket_seconds = ticket_seconds
        self._used: OrderedDict[str, float] = OrderedDict()

    def issue(self, session: str, participant: str, now: float) -> str:
        """A ticket for one connection of a participant's viewer."""
        payload = {"s": session, "a": participant, "n": secrets.token_urlsafe(12)}
        return self._signer.sign(_TICKET, payload, now + self._ticket_seconds)

    def redeem(self, text: str, now: float) -> Ticket | None:
        """What the ticket is good for; None when it is not ours, too old or used."""
        while self._used and next(iter(self._used.values())) < now:
            self._used.popitem(last=False)
        payload = self._signer.read(_TICKET, text, now)
        if payload is None or payload["n"] in self._used:
            return None
        self._used[payload["n"]] = now + self._ticket_seconds
        return Ticket(payload["s"], payload["a"])

    def upload(self, session: str, page: int) -> str:
        """A token with which a page's pictures are uploaded, good while the session exists."""
        return self._signer.sign(_UPLOAD, {"s": session, "g": page}, None)

    def invite(self, invitation: Invitation, expires_at: float) -> str:
        """A token with which the page of a frame joins a session; the room takes it once."""
        held = {"s": invitation.session, "i": invitation.inset, "o": invitation.origin, "e": invitation.embedder}
        return self._signer.sign(_INSET, held, expires_at)

    def read_invitation(self, text: str, now: float) -> Invitation | None:
        """What such a token says; None when it is not ours or too old."""
        held = self._signer.read(_INSET, text, now)
        return None if held is None else Invitation(held["s"], held["i"], held["o"], held["e"])

    def link(self, session: str) -> str:
        """The part of a path that shows a session's pictures, good while the session exists."""
        return self._signer.sign(_LINK, {"s": session}, None)
