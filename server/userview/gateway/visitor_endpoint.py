"""A visitor's tab (`/ws/visitor`): identity through the door, everything else to the hub (rules P1-P5, E4, E5)."""

from typing import ClassVar, Literal

from typing_extensions import override

from userview.domains.visitors.history.model import Told
from userview.gateway import wire
from userview.gateway.doors import KnownVisitor, Upgrade
from userview.gateway.endpoint import Endpoint
from userview.gateway.inbox import Rest
from userview.gateway.services import Services
from userview.gateway.visitor_door import scrubbed
from userview.protocol.codes import CloseCode, ErrorCode
from userview.protocol.envelope import MAX_FRAME_BYTES, BadFrame, read_head, stamped
from userview.protocol.messages import VISITOR_TO_SERVER, dump
from userview.protocol.messages.common import PageInfo
from userview.protocol.messages.history import History
from userview.protocol.messages.settings import SdkSettings
from userview.protocol.messages.visitor import (
    Identify,
    InsetJoin,
    InsetOpen,
    LiveChat,
    LookupAsk,
    LookupCodeGiven,
    PageUpdate,
    ResetVisitor,
    SdkLimits,
    SessionRate,
    VisitorChanged,
    VisitorHello,
    VisitorToServer,
    VisitorWelcome,
)
from userview.protocol.messages.waiting import WaitAsk, WaitBegin, WaitEnd
from userview.realtime.hub import NOT_EXPECTED
from userview.realtime.inputs import (
    ContentReceived,
    InsetJoins,
    InsetOpens,
    RoundTripMeasured,
    TouchVisitor,
    VisitorAsks,
    VisitorConnected,
    VisitorDisconnected,
    VisitorMessage,
    VisitorRenamed,
    VisitorReplaced,
    VisitorWaits,
    VisitorWaitsNoMore,
)
from userview.realtime.rates import TokenBucket
from userview.realtime.records import VisitorKey


class VisitorEndpoint(Endpoint[VisitorToServer]):
    """One tab's connection."""

    role: ClassVar[str] = "visitor"

    def __init__(self, services: Services, upgrade: Upgrade) -> None:
        limits = services.limits
        rate = (limits.visitor_messages_per_second, limits.visitor_messages_burst)
        super().__init__(services, upgrade, VISITOR_TO_SERVER, rate=rate)
        self._history_rate = TokenBucket(
            limits.history_messages_per_second, limits.history_messages_burst, services.clock()
        )
        self._history_page = ""
        self._history_began_at = 0.0
        self._visitor: VisitorKey
        self._page: PageInfo

    @override
    async def _hello(self, message: VisitorToServer, version: int) -> None:
        if not isinstance(message, VisitorHello):
            raise TypeError("expected a visitor's hello")
        services = self._services
        known = await services.visitors.connect(message, self._upgrade)
        self._visitor = known.key
        self._page = scrubbed(message.page, known.settings)
        welcome = VisitorWelcome(
            version=version,
            connection=self.id,
            visitor=known.identity,
            settings=known.settings,
            limits=SdkLimits(
                window_bytes=services.core_limits.window_bytes,
                max_frame_bytes=MAX_FRAME_BYTES,
                capture_url=services.addresses.capture_url(),
                companion_url=services.addresses.companion_url(),
            ),
        )
        if not self._welcome(welcome):
            return
        self._tell_refusal(known.refusal)
        services.driver.feed(
            VisitorConnected(
                connection=self.id,
                visitor=known.key,
                nickname=known.nickname,
                settings=known.settings,
                options=message.options,
                page=self._page,
                resume=message.resume,
            )
        )

    @override
    def _message(self, message: VisitorToServer) -> Rest:
        if isinstance(message, Identify | LiveChat | LookupAsk | WaitAsk | WaitBegin | WaitEnd | History | SessionRate):
            self._services.driver.feed(VisitorMessage(self.id, None))
        match message:
            case PageUpdate():
                before, page = self._page, self._scrubbed(message.page)
                self._page = page
                self._services.driver.feed(VisitorMessage(self.id, PageUpdate(page=page)))
                moved = (before.url, before.title, before.pageview) != (page.url, page.title, page.pageview)
                return self._visit(page) if moved else None
            case Identify():
                return self._identify(message)
            case LiveChat():
                return self._hear_chat(message)
            case ResetVisitor():
                return self._reset()
            case LookupAsk():
                return self._lookup()
            case WaitAsk():
                self._services.driver.feed(VisitorAsks(self.id))
                return None
            case WaitBegin():
                return self._wait(message)
            case WaitEnd():
                self._services.driver.feed(VisitorWaitsNoMore(self.id))
                return None
            case History():
                self._tell_history(message)
                return None
            case SessionRate():
                return self._keep_rating(message)
            case InsetOpen():
                return self._open_inset(message)
            case InsetJoin():
                self._join_inset(message)
                return None
            case VisitorHello():
                return None
            case _:
                self._services.driver.feed(VisitorMessage(self.id, message))
                return None

    @override
    def _content(self, frame: memoryview) -> None:
        services = self._services
        try:
            head = read_head(frame)
        except BadFrame as error:
            self.close(CloseCode.BAD_MESSAGE, str(error))
            return
        services.counts.content_frames_received += 1
        services.counts.content_bytes_received += len(frame)
        services.driver.feed(ContentReceived(self.id, head, stamped(frame, services.clock() * 1000)))

    @override
    def _measured(self, milliseconds: float) -> None:
        self._services.driver.feed(RoundTripMeasured(self.id, round(milliseconds, 1)))

    @override
    def _gone(self) -> None:
        self._services.driver.feed(VisitorDisconnected(self.id))

    def _scrubbed(self, page: PageInfo) -> PageInfo:
        tabs = self._services.hub.tabs_of(self._visitor)
        return scrubbed(page, next((tab.settings for tab in tabs if tab.connection == self.id), SdkSettings()))

    def _tell_history(self, message: History) -> None:
        services = self._services
        now = services.clock()
        if message.pageview != self._history_page:
            self._history_page = message.pageview
            self._history_began_at = max(self._history_began_at, now - message.age_ms / 1000)
        told = Told(self._visitor, message, now, not_before=self._history_began_at)
        if not (self._history_rate.take(1, now) and services.history.put(told, _size(message))):
            self._error(ErrorCode.RATE_LIMITED, "too much history in a short time; this message was dropped", None)

    async def _open_inset(self, message: InsetOpen) -> None:
        services, embedder = self._services, self._upgrade.origin
        allowed = await services.visitors.is_named(self._visitor, embedder)
        if not allowed:
            text = f"frames of {embedder or 'a page without an origin'} show agents no pages of other sites: it is not among the team's allowed sites"
            self._error(ErrorCode.NOT_ALLOWED, text, None)
        # Any page can say that it has the SDK: of one that may not carry the snippet nothing is taken.
        allowed = allowed and await services.visitors.is_named(self._visitor, message.origin)
        services.driver.feed(InsetOpens(self.id, message, embedder or "", allowed))

    def _join_inset(self, message: InsetJoin) -> None:
        """What a page says of the page around it must be what that one was asked to open (N2)."""
        services = self._services
        told = services.tickets.read_invitation(message.token, services.clock())
        if told is None or (told.origin, told.embedder) != (self._upgrade.origin, message.embedder):
            self._error(ErrorCode.NOT_ALLOWED, NOT_EXPECTED, None)
            return
        services.driver.feed(InsetJoins(self.id, told.session, told.inset, message.ref, message.control_required))

    async def _visit(self, page: PageInfo) -> None:
        visitor = self._visitor
        await self._services.visitors.visit(visitor, page)
        self._services.driver.feed(TouchVisitor(visitor))

    async def _identify(self, message: Identify) -> None:
        identified = await self._services.visitors.identify(self._visitor, message.identity, self._page)
        self._tell_refusal(identified.refusal)
        if identified.replaced_by is not None:
            self._become(identified.replaced_by, "identity_changed")
            return
        await self._renamed()

    async def _hear_chat(self, message: LiveChat) -> None:
        if await self._services.visitors.hear_chat(self._visitor, message, self._page):
            await self._renamed()

    async def _renamed(self) -> None:
        """Desks show what is known now; whoever watches, or is asked for help, sees the name."""
        services, visitor = self._services, self._visitor
        services.driver.feed(TouchVisitor(visitor))
        described = await services.visitors.describe(visitor, hides_details=False)
        if described is not None:
            services.driver.feed(VisitorRenamed(visitor, str(described["nickname"])))

    def _tell_refusal(self, refusal: str | None) -> None:
        if refusal is not None:
            self._error(ErrorCode.IDENTITY_REFUSED, refusal, None)

    async def _lookup(self) -> None:
        visitor = self._visitor
        given = await self._services.visitors.lookup_code(visitor)
        code, seconds = given or (None, 0.0)
        self.send(wire.text(dump(LookupCodeGiven(code=code, expires_in_seconds=seconds))))
        self._services.driver.feed(TouchVisitor(visitor))

    async def _wait(self, message: WaitBegin) -> None:
        wanted = await self._services.visitors.wanted_agent(self._visitor, message.call_name)
        network = self._upgrade.network
        self._services.driver.feed(VisitorWaits(self.id, network, message, wanted.call, wanted.redirect_url))

    async def _keep_rating(self, message: SessionRate) -> None:
        services, visitor = self._services, self._visitor
        # Whoever stops and rates at once is not quicker than the end is stored.
        await services.driver.settled(message.session)
        if await services.visitors.rate(visitor, message.session, message.rating):
            services.driver.feed(TouchVisitor(visitor))
        else:
            text = "only a session of this visitor that ended a short time ago can be rated"
            self._error(ErrorCode.NOT_ALLOWED, text, None)

    async def _reset(self) -> None:
        self._become(await self._services.visitors.reset(self._visitor, self._page), "reset")

    def _become(self, known: KnownVisitor, reason: Literal["reset", "identity_changed"]) -> None:
        self._visitor = known.key
        self.send(wire.text(dump(VisitorChanged(visitor=known.identity, reason=reason))))
        self._services.driver.feed(VisitorReplaced(self.id, known.key, known.nickname, known.settings))


def _size(message: History) -> int:
    """About what a message takes in memory, in bytes."""
    texts = len(message.url) + len(message.title) + sum(len(event.title) + 200 for event in message.events)
    return 500 + texts
