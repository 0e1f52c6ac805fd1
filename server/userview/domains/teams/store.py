"""Tables of teams, accounts, keys and sign-ins, and the statements on them. Each takes a connection: the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from userview.domains.teams.model import Account, ApiKey, ExternalAgent, Member, Team
from userview.domains.teams.settings import TeamSettings
from userview.tables import JSONDocument, UTCDateTime, metadata, upsert

teams: Final = Table(
    "teams",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("domain", String(253)),
    Column("public_key", String(40), nullable=False, unique=True),
    Column("settings", JSONDocument, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
)

accounts: Final = Table(
    "accounts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("email_folded", String(254), nullable=False, unique=True),
    Column("password_hash", String(255)),
    Column("created_at", UTCDateTime, nullable=False),
    Column("password_by_team", Boolean, nullable=False),
)

memberships: Final = Table(
    "memberships",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("id", String(40), nullable=False),
    Column("email", String(254), nullable=False),
    Column("name", String(256)),
    Column("role", String(20), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("password_opens", Boolean, nullable=False),
    Column("last_seen_at", UTCDateTime),
    UniqueConstraint("team_id", "id"),
)
"""`id`, `email` and `name` are the agent's in this team: an account of an address may be in others, which is not this one's business."""

external_agents: Final = Table(
    "external_agents",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("external_id", String(256), nullable=False),
    Column("name", String(256), nullable=False),
    Column("email", String(254)),
    Column("created_at", UTCDateTime, nullable=False),
    UniqueConstraint("team_id", "external_id"),
)

api_keys: Final = Table(
    "api_keys",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("hint", String(4), nullable=False),
    Column("scopes", JSONDocument, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("last_used_at", UTCDateTime),
    Column("revoked_at", UTCDateTime),
)

identity_secrets: Final = Table(
    "identity_secrets",
    metadata,
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("sealed", String(200), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("previous_sealed", String(200)),
    Column("previous_until", UTCDateTime),
)

sign_in_links: Final = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("account_id", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UTCDateTime, nullable=False, index=True),
    Column("confined", Boolean, nullable=False),
)

sign_ins: Final = Table(
    "sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("team_id", String(40), ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    Column("account_id", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False, index=True),
    Column("confined", Boolean, nullable=False),
)


"""`confined`: good for this one team, since the team's own administrator made the link, who must not get at others."""


def folded_email(email: str) -> str:
    """How e-mail addresses are compared: two that differ in case only are one account."""
    return email.strip().casefold()


def as_team(row: Row[Any]) -> Team:
    """A team from its row."""
    return Team(
        id=row.id,
        name=row.name,
        domain=row.domain,
        public_key=row.public_key,
        settings=TeamSettings.model_validate(row.settings),
        created_at=row.created_at,
    )


def as_account(row: Row[Any]) -> Account:
    """An account from its row."""
    return Account(id=row.id, created_at=row.created_at, password_by_team=row.password_by_team)


async def insert_team(connection: AsyncConnection, team: Team) -> None:
    """A new team."""
    await connection.execute(
        insert(teams).values(
            id=team.id,
            name=team.name,
            domain=team.domain,
            public_key=team.public_key,
            settings=team.settings.model_dump(),
            created_at=team.created_at,
        )
    )


async def team_by_id(connection: AsyncConnection, team_id: str, *, for_update: bool = False) -> Team | None:
    """One team; `for_update` keeps others from changing it until the transaction ends."""
    statement = select(teams).where(teams.c.id == team_id)
    row = (await connection.execute(statement.with_for_update() if for_update else statement)).one_or_none()
    return as_team(row) if row else None


async def team_by_public_key(connection: AsyncConnection, public_key: str) -> Team | None:
    """The team whose snippet carries this key."""
    row = (await connection.execute(select(teams).where(teams.c.public_key == public_key))).one_or_none()
    return as_team(row) if row else None


async def all_teams(connection: AsyncConnection) -> list[Team]:
    """Every team, oldest first."""
    return [as_team(row) for row in await connection.execute(select(teams).order_by(teams.c.created_at, teams.c.id))]


async def update_team(connection: AsyncConnection, team: Team) -> None:
    """Store name, domain and settings."""
    values = {"name": team.name, "domain": team.domain, "settings": team.settings.model_dump()}
    await connection.execute(update(teams).where(teams.c.id == team.id).values(values))


async def account_by_email(connection: AsyncConnection, email: str) -> tuple[Account, str | None] | None:
    """The account of an e-mail address, with the hash of its password."""
    statement = select(accounts).where(accounts.c.email_folded == folded_email(email))
    row = (await connection.execute(statement)).one_or_none()
    return (as_account(row), row.password_hash) if row else None


async def account_by_id(connection: AsyncConnection, account_id: str) -> tuple[Account | None, str | None]:
    """An account with the hash of its password."""
    row = (await connection.execute(select(accounts).where(accounts.c.id == account_id))).one_or_none()
    return (as_account(row), row.password_hash) if row else (None, None)


async def insert_account(
    connection: AsyncConnection, account: Account, email: str, password_hash: str | None
) -> Account:
    """The account of an address that had none, without a team yet; the one that somebody else has made just before, if so."""
    folded = folded_email(email)
    statement = upsert(connection, accounts).values(
        id=account.id,
        email_folded=folded,
        password_hash=password_hash,
        created_at=account.created_at,
        password_by_team=account.password_by_team,
    )
    await connection.execute(statement.on_conflict_do_nothing(index_elements=["email_folded"]))
    return as_account((await connection.execute(select(accounts).where(accounts.c.email_folded == folded))).one())


async def password_hash_of(connection: AsyncConnection, account_id: str) -> str | None:
    """The hash of an account's password; None when it has none, and for no account."""
    statement = select(accounts.c.password_hash).where(accounts.c.id == account_id)
    return (await connection.execute(statement)).scalar_one_or_none()


async def update_password(
    connection: AsyncConnection, account_id: str, password_hash: str, *, keep: str | None = None
) -> None:
    """Another password; whoever is signed in to the account is signed out, but for the cookie whose hash is `keep`."""
    await connection.execute(update(accounts).where(accounts.c.id == account_id).values(password_hash=password_hash))
    others = delete(sign_ins).where(sign_ins.c.account_id == account_id)
    await connection.execute(others if keep is None else others.where(sign_ins.c.token_hash != keep))


async def confine_password(connection: AsyncConnection, account_id: str, team_id: str) -> None:
    """The account's password was set by a link of this team: it opens this one, and no other."""
    c = memberships.c
    await connection.execute(update(accounts).where(accounts.c.id == account_id).values(password_by_team=True))
    opens = update(memberships).where(c.account_id == account_id).values(password_opens=c.team_id == team_id)
    await connection.execute(opens)


async def insert_membership(connection: AsyncConnection, member: Member, at: datetime) -> None:
    """Somebody with an account becomes a member of a team."""
    await connection.execute(
        insert(memberships).values(
            team_id=member.team.id,
            account_id=member.account_id,
            id=member.id,
            email=member.email,
            name=member.name,
            role=member.role,
            created_at=at,
            password_opens=member.password_opens,
        )
    )


_MEMBER_COLUMNS: Final[Sequence[Any]] = (
    *(column for column in memberships.c if column.name not in ("team_id", "created_at")),
    *(column.label(f"team_{column.name}") for column in teams.c),
)


def _members() -> Select[Any]:
    return select(*_MEMBER_COLUMNS).select_from(memberships.join(teams, teams.c.id == memberships.c.team_id))


def _as_member(row: Row[Any], *, confined: bool = False) -> Member:
    team = Team(
        id=row.team_id,
        name=row.team_name,
        domain=row.team_domain,
        public_key=row.team_public_key,
        settings=TeamSettings.model_validate(row.team_settings),
        created_at=row.team_created_at,
    )
    return Member(
        id=row.id,
        account_id=row.account_id,
        email=row.email,
        name=row.name,
        team=team,
        role=row.role,
        password_opens=row.password_opens,
        confined=confined,
    )


async def memberships_of(connection: AsyncConnection, account_id: str) -> list[Member]:
    """The holder of an account in each of their teams, the oldest membership first."""
    order = (memberships.c.created_at, memberships.c.team_id)
    rows = await connection.execute(_members().where(memberships.c.account_id == account_id).order_by(*order))
    return [_as_member(row) for row in rows]


async def members_of(connection: AsyncConnection, team_id: str) -> list[Member]:
    """Everybody in a team, the oldest membership first."""
    order = (memberships.c.created_at, memberships.c.account_id)
    rows = await connection.execute(_members().where(memberships.c.team_id == team_id).order_by(*order))
    return [_as_member(row) for row in rows]


async def insert_sign_in(
    connection: AsyncConnection, token_hash: str, member: Member, at: datetime, expires_at: datetime
) -> None:
    """A browser is signed in."""
    await connection.execute(
        insert(sign_ins).values(
            token_hash=token_hash,
            team_id=member.team.id,
            account_id=member.account_id,
            created_at=at,
            expires_at=expires_at,
            confined=member.confined,
        )
    )


async def member_by_sign_in(connection: AsyncConnection, token_hash: str, now: datetime) -> Member | None:
    """Who is signed in with this cookie, while still a member of the team."""
    statement = (
        _members()
        .join(
            sign_ins,
            (sign_ins.c.account_id == memberships.c.account_id) & (sign_ins.c.team_id == memberships.c.team_id),
        )
        .where(sign_ins.c.token_hash == token_hash, sign_ins.c.expires_at > now)
        .add_columns(sign_ins.c.confined)
    )
    row = (await connection.execute(statement)).one_or_none()
    return _as_member(row, confined=row.confined) if row else None


async def update_member_seen(connection: AsyncConnection, team_id: str, agent_id: str, at: datetime) -> None:
    """Note when a member was there last."""
    c = memberships.c
    mine = (c.team_id == team_id, c.id == agent_id)
    await connection.execute(update(memberships).where(*mine).values(last_seen_at=at))


def as_key(row: Row[Any]) -> ApiKey:
    """A key from its row."""
    return ApiKey(
        id=row.id,
        team_id=row.team_id,
        name=row.name,
        scopes=tuple(row.scopes),
        hint=row.hint,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )


KEY_WITH_TEAM: Final = (
    select(api_keys, *(column.label(f"of_team_{column.name}") for column in teams.c))
    .join(teams, teams.c.id == api_keys.c.team_id)
    .where(api_keys.c.secret_hash == bindparam("of_secret_hash", type_=String), api_keys.c.revoked_at.is_(None))
)
"""The key of a secret, unless it was revoked, and its team."""


def as_key_with_team(row: Row[Any]) -> tuple[ApiKey, Team]:
    """A key and its team from a row of `KEY_WITH_TEAM`."""
    team = Team(
        id=row.of_team_id,
        name=row.of_team_name,
        domain=row.of_team_domain,
        public_key=row.of_team_public_key,
        settings=TeamSettings.model_validate(row.of_team_settings),
        created_at=row.of_team_created_at,
    )
    return as_key(row), team


async def insert_key(connection: AsyncConnection, key: ApiKey, secret_hash: str) -> None:
    """A new key."""
    await connection.execute(
        insert(api_keys).values(
            id=key.id,
            team_id=key.team_id,
            name=key.name,
            secret_hash=secret_hash,
            hint=key.hint,
            scopes=list(key.scopes),
            created_at=key.created_at,
        )
    )


async def upsert_external_agent(
    connection: AsyncConnection, team_id: str, agent: ExternalAgent, at: datetime
) -> ExternalAgent:
    """Keep the agent under its external id, with this name and e-mail; the id that was given first stays."""
    statement = upsert(connection, external_agents).values(
        id=agent.id,
        team_id=team_id,
        external_id=agent.external_id,
        name=agent.name,
        email=agent.email,
        created_at=at,
    )
    kept = statement.on_conflict_do_update(
        index_elements=["team_id", "external_id"], set_={"name": agent.name, "email": agent.email}
    ).returning(external_agents.c.id)
    return ExternalAgent((await connection.execute(kept)).scalar_one(), agent.external_id, agent.name, agent.email)
