"""The table of invitations, and the statements on it. Each takes a connection: the caller's transaction."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, Row, String, Table, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams.invitations_model import Invitation
from userview.tables import UTCDateTime, metadata

invitations: Final = Table(
    "invitations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("email", String(254), nullable=False),
    Column("email_folded", String(254), nullable=False),
    Column("name", String(256)),
    Column("role", String(20), nullable=False),
    Column("agent_id", String(40)),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("invited_by", String(256), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False, index=True),
    UniqueConstraint("team_id", "email_folded", "kind"),
)
"""One of a kind for each address in a team: a new one takes the place of the one before, whose link is worth nothing then."""


def as_invitation(row: Row[Any]) -> Invitation:
    """An invitation from its row."""
    return Invitation(
        id=row.id,
        kind=row.kind,
        email=row.email,
        name=row.name,
        role=row.role,
        agent_id=row.agent_id,
        invited_by=row.invited_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


async def put_invitation(
    connection: AsyncConnection, team_id: str, folded_email: str, invitation: Invitation, token_hash: str
) -> None:
    """Keep an invitation in the place of the one before of its kind for the address."""
    c = invitations.c
    same = (c.team_id == team_id) & (c.email_folded == folded_email) & (c.kind == invitation.kind)
    await connection.execute(delete(invitations).where(same))
    values = {
        "id": invitation.id,
        "team_id": team_id,
        "kind": invitation.kind,
        "email": invitation.email,
        "email_folded": folded_email,
        "name": invitation.name,
        "role": invitation.role,
        "agent_id": invitation.agent_id,
        "token_hash": token_hash,
        "invited_by": invitation.invited_by,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
    }
    await connection.execute(invitations.insert().values(values))


async def invitations_of(connection: AsyncConnection, team_id: str) -> list[Invitation]:
    """Of a team, newest first, too old ones included."""
    c = invitations.c
    statement = select(invitations).where(c.team_id == team_id).order_by(c.created_at.desc(), c.id)
    return [as_invitation(row) for row in await connection.execute(statement)]


async def count_invitations(connection: AsyncConnection, team_id: str) -> int:
    """How many a team has."""
    statement = select(func.count()).where(invitations.c.team_id == team_id)
    return (await connection.execute(statement)).scalar_one()


async def find_invitation(connection: AsyncConnection, team_id: str, invitation_id: str) -> Invitation | None:
    """One of a team."""
    c = invitations.c
    row = (
        await connection.execute(select(invitations).where(c.team_id == team_id, c.id == invitation_id))
    ).one_or_none()
    return as_invitation(row) if row else None


async def invitation_by_token(
    connection: AsyncConnection, token_hash: str, now: datetime
) -> tuple[str, Invitation] | None:
    """The team and the invitation that a link stands for, unless it is too old."""
    c = invitations.c
    statement = select(invitations).where(c.token_hash == token_hash, c.expires_at > now)
    row = (await connection.execute(statement)).one_or_none()
    return (row.team_id, as_invitation(row)) if row else None


async def take_invitation(connection: AsyncConnection, token_hash: str, now: datetime) -> bool:
    """Use it up; False when somebody else was first, or it is too old by now."""
    c = invitations.c
    taken = delete(invitations).where(c.token_hash == token_hash, c.expires_at > now)
    return (await connection.execute(taken)).rowcount == 1


async def delete_invitation(connection: AsyncConnection, team_id: str, invitation_id: str) -> bool:
    """Take one of a team back; False when there is none."""
    c = invitations.c
    taken = delete(invitations).where(c.team_id == team_id, c.id == invitation_id)
    return (await connection.execute(taken)).rowcount == 1


async def forget_invitations(connection: AsyncConnection, before: datetime) -> int:
    """Remove those that were too old before then; how many."""
    return (await connection.execute(delete(invitations).where(invitations.c.expires_at <= before))).rowcount
