"""Every setting of the server: name, type, unit, default and what it is for, in one frozen object.

A setting is read from the command line (`--data-dir`), else from the environment (`USERVIEW_DATA_DIR`),
else it has the default given here. `docs/reference/settings.md` is generated from this file.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import NoDecode, SettingsConfigDict

from userview.errors import StartRefused
from userview.settings_limits import LimitSettings

PREFIX: Final = "USERVIEW_"

NOT_SETTINGS: Final = frozenset(("USERVIEW_CHROMIUM", "USERVIEW_CHROMIUM_SANDBOX", "USERVIEW_URL"))
"""Variables of the tests and the examples, which somebody may have in the same shell."""


def _listed(value: Any) -> Any:
    """`a, b` from the environment as a tuple; other values as they are."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _setting(default: Any, about: str, *, unit: str | None = None, **rules: Any) -> Any:
    return Field(default=default, description=about, json_schema_extra={"unit": unit} if unit else None, **rules)


Folder = Annotated[Path, AfterValidator(_absolute)]
Port = Annotated[int, Field(ge=0, le=65535)]
Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(LimitSettings):
    """The settings of one process. Immutable; made once by `read_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    # Where it listens and what it is called
    host: str = _setting(
        "localhost", "Address to listen on. `localhost` means 127.0.0.1 and ::1; `0.0.0.0` every IPv4 address."
    )
    port: Port = _setting(8000, "Port to listen on; 0 takes a free one.")
    public_url: str | None = _setting(
        None,
        "Origin under which agents' browsers and visitors' pages reach this server. Default: `http://localhost:<port>`.",
    )
    replay_url: str | None = _setting(
        None,
        "Origin that shows mirrored pages; another host name than the public one, leading to this server too. "
        "Default: 127.0.0.1 when the public one is localhost, else a second port.",
    )
    replay_port: Port | None = _setting(
        None,
        "Second port for mirrored pages; used only where a second port is needed. Default: port + 2, or a free one.",
    )
    demo: bool = _setting(default=True, about="Serve the demo shop.")
    demo_port: Port | None = _setting(None, "Port of the demo shop. Default: port + 1, or a free one when port is 0.")
    trusted_proxies: Listed = _setting(
        (), "Addresses or networks of your reverse proxies, comma-separated; only their `X-Forwarded-For` is believed."
    )
    tls_cert: Folder | None = _setting(None, "Certificate chain (PEM file): the server speaks https by itself.")
    tls_key: Folder | None = _setting(None, "Private key (PEM file) of the certificate.")

    egress_allow: Listed = _setting(
        (),
        "Hosts (`hooks.internal`, `*.corp.example`) and addresses or networks (`10.0.0.0/8`), comma-separated, that this "
        "server may send webhooks to although they are not on the public Internet, and on any port.",
    )

    fetch_assets: bool = _setting(
        default=True,
        about="Fetch pictures and fonts of mirrored pages from the public Internet. Otherwise visitors' browsers upload "
        "all, and what they may show but not read is missing.",
    )
    fetch_assets_allow: Listed = _setting(
        (),
        "Hosts, addresses and networks, written as for `USERVIEW_EGRESS_ALLOW`, from which pictures and fonts may be "
        "fetched although they are not on the public Internet, and on any port. Any visitor's page can then make this "
        "server send a GET there.",
    )

    # Where it keeps things
    data_dir: Folder = _setting(Path("data"), "Folder for what the server keeps: database, files, master key.")
    database_url: SecretStr | None = _setting(
        None, "`postgresql://user:password@host/name`, or `sqlite:///file`. Default: a SQLite file in the data folder."
    )
    bus_url: SecretStr | None = _setting(
        None,
        "`redis://` or `rediss://` URL of a Valkey or Redis server; needed when `userview worker` runs apart. Default: in-process.",
    )
    blobs_url: str | None = _setting(
        None, "`s3://bucket/prefix` for pictures and fonts. Default: files in the data folder."
    )
    blobs_endpoint: str | None = _setting(None, "URL of an S3-compatible service other than Amazon's.")
    blobs_region: str = _setting("us-east-1", "Region of the bucket.")
    blobs_access_key_id: SecretStr | None = _setting(
        None, "Access key of the bucket. Default: what the machine's role gives."
    )
    blobs_secret_access_key: SecretStr | None = _setting(None, "Secret of the access key.")
    master_key: SecretStr | None = _setting(
        None,
        "32 random bytes in base64 that encrypt and sign. Default: the file `master.key` in the data folder, made at first start.",
    )

    geoip_database: Folder | None = _setting(
        None,
        "Your own city database (`.mmdb` file of GeoLite2, GeoIP2 or DB-IP) for visitors' places. Default: the free one "
        "that `userview geoip install` puts into the data folder; without any, places stay unknown.",
    )

    # How it runs
    worker: bool = _setting(default=True, about="Run the worker for background jobs inside `serve`.")
    log_level: Literal["debug", "info", "warning", "error"] = _setting("info", "The least level that is logged.")
    log_format: Literal["auto", "console", "json"] = _setting(
        "auto", "`auto`: for people on a terminal, JSON otherwise."
    )
    metrics_token: SecretStr | None = _setting(
        None,
        "`/metrics` answers those who send `Authorization: Bearer <token>`. Default: only this machine itself is answered.",
    )
    ready_file: Folder | None = _setting(None, "File to write addresses and keys to, as JSON, when the server answers.")
    frontend_dir: Folder = _setting(
        Path(__file__).parents[2], "Folder with the built front end (`packages/*/dist`, `examples/shop/dist`)."
    )

    on_premise: bool = _setting(
        default=True, about="What `on_premise` says in answers of the API: whether this installation is self-hosted."
    )

    sign_in_days: int = _setting(30, "A browser stays signed in to the dashboard this long.", unit="days", ge=1)

    # How long it keeps
    visitor_retention_days: int = _setting(
        30, "Visitors are erased this long after they were last seen.", unit="days", ge=1
    )
    pageview_retention_days: int = _setting(
        30, "Page views and their events are erased after this long, where the team does not say.", unit="days", ge=1
    )
    session_retention_days: int = _setting(400, "Rows of ended sessions are kept this long.", unit="days", ge=1)
    asset_retention_minutes: int = _setting(
        10, "Pictures and fonts of an ended session are kept this long.", unit="minutes", ge=0
    )

    recording_retention_days: int = _setting(
        30, "Recordings and videos are erased after this long, where the team does not say.", unit="days", ge=1
    )
    webhook_delivery_retention_days: int = _setting(
        30, "Deliveries of webhooks, with the payload and what was answered, are kept this long.", unit="days", ge=1
    )

    @property
    def sqlite_file(self) -> Path:
        """The embedded database, used when `database_url` is not set."""
        return self.data_dir / "userview.db"

    @property
    def database(self) -> str:
        """The database's URL, with its password."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.sqlite_file}"


def has_option(name: str) -> bool:
    """Whether a setting can be given on the command line: limits cannot, there are too many, and secrets must not.

    Everybody on a machine can read a process's arguments. (The URL of a database or bus may do without a password.)
    """
    if name in LimitSettings.model_fields:
        return False
    return "SecretStr" not in str(Settings.model_fields[name].annotation) or name in {"database_url", "bus_url"}


def read_settings(**given: Any) -> Settings:
    """The settings of this process: `given` (from the command line, None for not given), then the environment.

    Raises:
        StartRefused: naming each setting that is wrong, what was expected and where it came from.
    """
    present = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**present)
    except ValidationError as error:
        problems = [_problem(tuple(map(str, found["loc"])), found["msg"], set(present)) for found in error.errors()]
        raise StartRefused("\n".join(problems)) from None


def misspelt(environment: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that begins like a setting and is none: most likely one that was misspelt."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    sentences: list[str] = []
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known and name not in NOT_SETTINGS:
            near = difflib.get_close_matches(name, known, 1, 0.0)
            sentences.append(f"{name} is no setting, and changes nothing. The nearest one is {near[0]}.")
    return sentences


def _problem(location: tuple[str, ...], message: str, present: set[str]) -> str:
    name = location[0] if location else "settings"
    source = f"--{name.replace('_', '-')}" if name in present else f"{PREFIX}{name.upper()}"
    return f"{source}: {message[:1].lower()}{message[1:]}."
