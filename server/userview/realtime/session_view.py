"""What an agent's page is told of a session, computed from its parts (rule A1)."""

from typing import Final, Literal

from userview.protocol.messages.agent import SessionView, WatchedPage, WatchedVisitor
from userview.protocol.messages.common import EndReason, Participant, Permissions, SessionState
from userview.protocol.messages.expected import ExpectedReturn
from userview.protocol.messages.recording import RecordingState
from userview.protocol.scrub import without_query
from userview.realtime.mirror import Mirror
from userview.realtime.presence import Presence

HIDDEN_NOTICE: Final = "The page cannot be shown."
"""In place of a notice that may quote the page."""

WaitingFor = Literal["visitor_offline", "consent", "page_change", "capture"]


def waiting_for(state: SessionState, presence: Presence, mirror: Mirror) -> WaitingFor | None:
    """Why nothing is seen right now; None while the page is shown."""
    match state:
        case SessionState.ENDED:
            return None
        case SessionState.AUTHORIZING:
            return "consent"
        case SessionState.REQUESTED | SessionState.PAUSED:
            return "page_change" if presence.speaking else "visitor_offline"
        case SessionState.ACTIVE:
            if mirror.tab is None:
                return "page_change"
            return None if mirror.is_shown else "capture"


def without_details(view: SessionView) -> SessionView:
    """The same for an agent who is not told who and where the visitor is (A6).

    A page's title and what stands behind its path may say it; so may what a page says of its own failure.
    """
    page = view.page
    if page is not None:
        info = page.info.model_copy(update={"title": "", "url": without_query(page.info.url)})
        page = page.model_copy(update={"info": info})
    return view.model_copy(
        update={
            "visitor": view.visitor.model_copy(update={"nickname": view.visitor.short_id}),
            "page": page,
            "notice": None if view.notice is None else HIDDEN_NOTICE,
            # What a page says may name the visitor.
            "expected": view.expected and view.expected.model_copy(update={"title": None, "message": None}),
        }
    )


def view_of(
    *,
    session: str,
    state: SessionState,
    end_reason: EndReason | None,
    presence: Presence,
    mirror: Mirror,
    participants: list[Participant],
    control: str | None,
    granted: list[str] | None,
    asking: list[str],
    permissions: Permissions,
    expected: ExpectedReturn | None,
    recording: RecordingState,
    recording_failure: str | None,
) -> SessionView:
    """The whole state of a session."""
    capture = mirror.capture
    tab = None if mirror.tab is None else presence.tabs.get(mirror.tab)
    return SessionView(
        id=session,
        state=state,
        end_reason=end_reason,
        waiting_for=waiting_for(state, presence, mirror),
        notice=mirror.notice,
        visitor=WatchedVisitor(short_id=presence.visitor.short_id, nickname=presence.nickname),
        page=None if capture is None else WatchedPage(page=capture.page, epoch=capture.epoch, info=capture.info),
        agents=participants,
        control=control,
        granted=granted,
        asking=asking,
        permissions=permissions,
        expected=expected,
        recording=recording,
        recording_failure=recording_failure,
        visitor_rtt_ms=None if tab is None else tab.round_trip_ms,
    )
