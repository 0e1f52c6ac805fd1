"""The signing secrets of webhooks: sealed at rest, read back to sign and to show, rotated with an overlap."""

from userview.domains.webhooks import store
from userview.domains.webhooks.errors import UnknownWebhook
from userview.domains.webhooks.model import OLD_SECRET_KEPT, Clock
from userview.domains.webhooks.signatures import new_secret
from userview.sealing import Sealer
from userview.tables import Transactions, moment

PURPOSE = "webhook secret"


class SigningSecrets:
    """Every method is one transaction."""

    def __init__(self, database: Transactions, clock: Clock, sealer: Sealer) -> None:
        self._database = database
        self._clock = clock
        self._sealer = sealer

    def sealed(self, secret: str) -> str:
        """A secret as its row keeps it."""
        return self._sealer.seal(secret, PURPOSE)

    async def of(self, webhook_id: str) -> tuple[str, ...]:
        """What to sign with now, the newest first; the one before the last rotation for a day.

        Raises:
            CannotUnseal: it was sealed under another master key.
        """
        async with self._database.reading() as connection:
            row = await store.find(connection, webhook_id)
        if row is None:
            return ()
        valid = [row.secret]
        if row.old_secret is not None and row.old_secret_until > moment(self._clock()):
            valid.append(row.old_secret)
        return tuple(self._sealer.open(sealed, PURPOSE) for sealed in valid)

    async def rotate(self, team_id: str, webhook_id: str) -> str:
        """A new secret in place of the old one.

        Raises:
            UnknownWebhook: the team has none with this id.
        """
        secret = new_secret()
        until = moment(self._clock()) + OLD_SECRET_KEPT
        async with self._database.transaction() as connection:
            row = await store.find(connection, webhook_id, for_update=True)
            if row is None or row.team_id != team_id:
                raise UnknownWebhook(f"there is no webhook with the id {webhook_id[:40]!r}")
            values = {"secret": self.sealed(secret), "old_secret": row.secret, "old_secret_until": until}
            await store.change(connection, webhook_id, values)
        return secret
