"""Effects that need signatures or stores: capture tokens, viewer tickets, desks, last-seen times."""

import logging
from collections.abc import Callable, Mapping
from typing import Final

from userview.gateway import wire
from userview.gateway.desk import Desk
from userview.gateway.doors import VisitorDoor
from userview.gateway.driver import Driver
from userview.gateway.services import Addresses
from userview.gateway.tickets import Invitation, Tickets
from userview.protocol.messages import dump
from userview.protocol.messages.agent import SessionJoined, ViewerTicket
from userview.protocol.messages.common import Part
from userview.protocol.messages.visitor import CaptureStart, InsetJoined, InsetOpened
from userview.realtime.effects import (
    Admit,
    AgentRequested,
    IssueTicket,
    OpenInset,
    StartCapture,
    StartInset,
    TellDesks,
)
from userview.realtime.records import VisitorKey

_LOG: Final = logging.getLogger("userview.gateway")


class GatewayErrands:
    """What the driver cannot do with a connection alone."""

    def __init__(
        self,
        *,
        driver: Driver,
        visitors: VisitorDoor,
        desk: Desk,
        tickets: Tickets,
        addresses: Addresses,
        clock: Callable[[], float],
        inset_join_seconds: float,
    ) -> None:
        """`inset_join_seconds`: how long the token for the page of a frame is good (N1)."""
        self._driver = driver
        self._visitors = visitors
        self._desk = desk
        self._tickets = tickets
        self._addresses = addresses
        self._clock = clock
        self._inset_join_seconds = inset_join_seconds

    def start_capture(self, effect: StartCapture) -> None:
        """Send `capture.start` with an upload token (F1)."""
        message = CaptureStart(
            session=effect.session,
            page=effect.page,
            epoch=effect.epoch,
            assets_url=self._addresses.uploads(effect.session, effect.page),
            assets_token=self._tickets.upload(effect.session, effect.page),
            hide_private_details=effect.hides_details,
        )
        self._send(effect.connection, message)

    def open_inset(self, effect: OpenInset) -> None:
        """Send `inset.opened` with the token for the page of a frame (N1)."""
        invitation = Invitation(effect.session, effect.inset, effect.origin, effect.embedder)
        token = self._tickets.invite(invitation, self._clock() + self._inset_join_seconds)
        message = InsetOpened(session=effect.session, ref=effect.ref, inset=effect.inset, token=token)
        self._send(effect.connection, message)

    def start_inset(self, effect: StartInset) -> None:
        """Send `inset.joined` with an upload token (N2, F1)."""
        message = InsetJoined(
            session=effect.session,
            ref=effect.ref,
            inset=effect.inset,
            assets_url=self._addresses.uploads(effect.session, effect.inset),
            assets_token=self._tickets.upload(effect.session, effect.inset),
            hide_private_details=effect.hides_details,
        )
        self._send(effect.connection, message)

    def admit(self, effect: Admit) -> None:
        """Send `session.joined` with the viewer's first ticket (A1, W3)."""
        ticket = self._ticket(effect.session, effect.participant.id, effect.ref)
        message = SessionJoined(session=effect.view, participant=effect.participant, viewer=ticket, ref=effect.ref)
        self._send(effect.connection, message)

    def issue_ticket(self, effect: IssueTicket) -> None:
        """Send `viewer.ticket` (W3)."""
        self._send(effect.connection, self._ticket(effect.session, effect.participant, effect.ref))

    def desk_changed(self, visitor: VisitorKey) -> None:
        """Tell desks (D1)."""
        self._desk.changed(visitor)

    def tell_desks(self, effect: TellDesks) -> None:
        """Tell the desks that it is for (Q5)."""
        self._desk.tell(effect.team, effect.agent, effect.message)

    async def agent_requested(self, effect: AgentRequested) -> None:
        """Tell whoever wants to hear of it; a failure is logged."""
        try:
            await self._visitors.requested(effect.visitor, effect.happened)
        except Exception:  # noqa: BLE001 - see the docstring
            _LOG.exception("it could not be told what became of a request for an agent")

    async def seen(self, last_seen: Mapping[VisitorKey, float]) -> None:
        """Store when visitors were last heard of; a failure is logged, the next times come soon."""
        try:
            await self._visitors.seen(last_seen)
        except Exception:  # noqa: BLE001 - see the docstring
            _LOG.exception("times of visitors could not be stored")

    async def presence_changed(self, visitor: VisitorKey, *, online: bool) -> None:
        """Tell whoever wants to hear who is there; a failure is logged."""
        try:
            await self._visitors.presence(visitor, online=online)
        except Exception:  # noqa: BLE001 - see the docstring
            _LOG.exception("it could not be told that a visitor came or went")

    def _ticket(self, session: str, participant: str, ref: str) -> ViewerTicket:
        ticket = self._tickets.issue(session, participant, self._clock())
        return ViewerTicket(session=session, endpoint=self._addresses.viewer_endpoint, ticket=ticket, ref=ref)

    def _send(self, connection: str, message: Part) -> None:
        outlet = self._driver.outlets.get(connection)
        if outlet is not None:
            outlet.send(wire.text(dump(message)))
