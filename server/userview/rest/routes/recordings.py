"""`/desk/recordings/...`: what a page needs to play a session's recording, and links that let others play it."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path

from userview.domains.recordings.errors import NoRecording
from userview.domains.sessions.model import RECORDED, Session
from userview.domains.teams.model import Team
from userview.domains.visitors.errors import UnknownVisitor
from userview.rest.auth import SignedIn
from userview.rest.context import Api, ByAddress, Services
from userview.rest.hiding import check_shown, entry_for_strangers, session_for_strangers
from userview.rest.openapi_parts import errors
from userview.rest.recording_objects import (
    OneRecording,
    PlayedChunk,
    PlayedKeyframe,
    PlayedRecording,
    PlayedStretch,
    ShareBody,
    SharedBody,
    SharedLink,
)
from userview.tables import moment

router = APIRouter(prefix="/desk", tags=["Dashboard"])

LINKS_GOOD_FOR: Final = timedelta(hours=12)
"""The page that plays asks again when they are over; a long recording is watched with breaks."""

MOST_ENTRIES: Final = 2000
"""Of the timeline beside it."""

SessionId = Annotated[str, Path(description="The session's `id`.")]


@router.get("/recordings/{id}", responses=errors(401, 403, 404, 429))
async def get_recording(api: Services, member: SignedIn, id: SessionId) -> OneRecording:  # noqa: A002 - its name in the API
    """What a page needs to play a session's recording."""
    check_shown(member)
    session = await api.sessions.get(member.team.id, id)
    return await _played(api, member.team, session)


@router.post("/recordings/{id}/share", responses=errors(400, 401, 403, 404, 413, 415, 422, 429))
async def share_recording(api: Services, member: SignedIn, id: SessionId, body: ShareBody) -> SharedLink:  # noqa: A002 - its name in the API
    """A link with which anybody plays this recording until it is over, without a sign-in."""
    check_shown(member)
    session = await api.sessions.get(member.team.id, id)
    await _played(api, member.team, session)
    expires_at = api.clock() + body.expires_in
    token = api.signer.sign("recording-share", {"s": session.id, "t": session.team_id, "e": expires_at}, expires_at)
    return SharedLink(url=f"{api.public_url}/recordings/{session.id}#{token}", expires_at=moment(expires_at))


@router.post("/shared_recordings", dependencies=[ByAddress], responses=errors(400, 404, 410, 413, 415, 422, 429))
async def open_shared_recording(api: Services, body: SharedBody) -> OneRecording:
    """The same as for those who are signed in, with the token of such a link."""
    held = api.signer.read("recording-share", body.token, api.clock())
    if held is None:
        raise NoRecording("this link is too old, or was not made here: ask whoever sent it for another")
    team = await api.teams.get(held["t"])
    played = (await _played(api, team, await api.sessions.get(team.id, held["s"]), until=held["e"])).recording
    return OneRecording(
        recording=played.model_copy(
            update={
                "session": session_for_strangers(played.session),
                "timeline": [entry_for_strangers(entry) for entry in played.timeline],
            }
        )
    )


async def _played(api: Api, team: Team, session: Session, *, until: float | None = None) -> OneRecording:
    """`until`: no link in it is good for longer (Unix seconds)."""
    recording = await api.archive.find(session.id) if session.video_status in RECORDED else None
    if recording is None:
        raise NoRecording(_missing(session))
    chunks = await api.archive.chunks(session.id)
    expires_at = api.clock() + LINKS_GOOD_FOR.total_seconds()
    if until is not None:
        expires_at = min(expires_at, until)
    link = api.signer.sign("recording-link", {"s": session.id}, expires_at)
    pictures = api.signer.sign("asset-link", {"s": session.id}, expires_at)
    entries, _ = await api.timeline.page(session.id, MOST_ENTRIES, None)
    return OneRecording(
        recording=PlayedRecording(
            session=api.presenter.session(team, session),
            visitor_name=await _name(api, session),
            began_at=recording.began_at,
            duration_ms=recording.last_ms,
            complete=recording.state == "complete",
            failure=recording.failure,
            replay_url=api.replay_url,
            chunks_path=f"/recorded/{session.id}/{link}/",
            assets_path=f"/assets/{session.id}/{pictures}/",
            chunks=[PlayedChunk(number=one.number, first_ms=one.first_ms, last_ms=one.last_ms) for one in chunks],
            keyframes=[PlayedKeyframe(at_ms=at, place=place) for one in chunks for at, place in one.keyframes],
            quiet=[PlayedStretch(first_ms=first, last_ms=last) for one in chunks for first, last in one.quiet],
            timeline=[api.presenter.entry(session, entry) for entry in entries],
        )
    )


async def _name(api: Api, session: Session) -> str:
    """As the visitor is called now; of one who was forgotten, as it was then."""
    try:
        return (await api.visitors.get(session.team_id, session.visitor_short_id)).nickname
    except UnknownVisitor:
        return session.visitor_nickname


def _missing(session: Session) -> str:
    match session.video_status:
        case "removed":
            return "the recording of this session was deleted"
        case "expired":
            return "the recording of this session is too old and was erased"
        case _:
            return "this session was not recorded"
