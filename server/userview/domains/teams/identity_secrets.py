"""Identity secrets: what a team's own server signs identity tokens with (rule I3). Encrypted at rest.

One a team, made when it is first asked for. After a rotation the one before counts for as long as the caller said,
so that the site's server can take over the new one without refused visitors; at once not at all when nothing is said.
"""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams.model import Clock, IdentitySecret
from userview.domains.teams.store import identity_secrets
from userview.protocol.ids import new_identity_secret
from userview.sealing import Sealer
from userview.tables import Transactions, moment, upsert

PURPOSE: Final = "identity secret"
MAX_GRACE_SECONDS: Final = 7 * 24 * 3600
"""A week: the longest that a site's next release may take."""


class IdentitySecrets:
    """Every method is one transaction.

    Raises:
        CannotUnseal: (each method) the master key is not the one that the secret was sealed under.
    """

    def __init__(self, database: Transactions, clock: Clock, sealer: Sealer) -> None:
        self._database = database
        self._clock = clock
        self._sealer = sealer

    async def current(self, team_id: str) -> IdentitySecret:
        """The team's secret, made now when there is none."""
        now = moment(self._clock())
        async with self._database.transaction() as connection:
            row = await _row(connection, team_id)
            if row is None:
                made = self._sealer.seal(new_identity_secret(), PURPOSE)
                values = {"team_id": team_id, "sealed": made, "created_at": now}
                # Of two who ask first at the same time, both get what the quicker one made.
                await connection.execute(upsert(connection, identity_secrets).values(values).on_conflict_do_nothing())
                row = await _row(connection, team_id)
            if row is None:
                raise LookupError(f"the identity secret of {team_id} is gone while it is being made")
        until = row.previous_until if row.previous_until is not None and row.previous_until > now else None
        return IdentitySecret(self._sealer.open(row.sealed, PURPOSE), row.created_at, until)

    async def rotate(self, team_id: str, grace_seconds: int) -> IdentitySecret:
        """A new secret; the one before counts for `grace_seconds` more (0: not at all), any older one no more."""
        now = moment(self._clock())
        secret = new_identity_secret()
        async with self._database.transaction() as connection:
            row = await _row(connection, team_id)
            kept = row.sealed if row is not None and grace_seconds > 0 else None
            until = None if kept is None else now + timedelta(seconds=grace_seconds)
            values = {
                "team_id": team_id,
                "sealed": self._sealer.seal(secret, PURPOSE),
                "created_at": now,
                "previous_sealed": kept,
                "previous_until": until,
            }
            statement = upsert(connection, identity_secrets).values(values)
            await connection.execute(statement.on_conflict_do_update(index_elements=["team_id"], set_=values))
        return IdentitySecret(secret, now, until)

    async def accepted(self, team_id: str) -> list[str]:
        """Secrets whose tokens count now, the newest first; none for a team that never asked for one."""
        async with self._database.reading() as connection:
            row = await _row(connection, team_id)
        if row is None:
            return []
        sealed = [row.sealed]
        if row.previous_until is not None and row.previous_until > moment(self._clock()):
            sealed.append(row.previous_sealed)
        return [self._sealer.open(one, PURPOSE) for one in sealed]


async def _row(connection: AsyncConnection, team_id: str) -> Row[Any] | None:
    statement = select(identity_secrets).where(identity_secrets.c.team_id == team_id)
    return (await connection.execute(statement)).one_or_none()
