"""The origins of an installation: public, replay and demo (docs: "Hosts")."""

from dataclasses import dataclass
from typing import Final, Literal, Self
from urllib.parse import SplitResult, urlsplit

from userview.errors import StartRefused
from userview.settings import Settings

DEFAULT_PORTS: Final = {"http": 80, "https": 443}

EVERYWHERE: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised here, not bound
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host name (lower case, IPv6 without brackets) and port of a web origin."""

    scheme: Literal["http", "https"]
    host: str
    port: int

    @classmethod
    def read(cls, text: str, setting: str) -> Self:
        """The origin that a setting gives.

        Raises:
            StartRefused: naming the setting, what is wrong and an example.
        """
        found = _split(text)
        if found is None or found.scheme not in DEFAULT_PORTS or not found.hostname:
            raise StartRefused(
                f"{setting}: expected an origin such as https://cobrowse.example.com, got {text[:200]!r}."
            )
        if found.path not in {"", "/"} or found.query or found.fragment or found.username is not None:
            raise StartRefused(
                f"{setting}: expected scheme, host and port alone, such as https://cobrowse.example.com, got {text[:200]!r}; "
                "UserView cannot live under a path of another site."
            )
        scheme: Literal["http", "https"] = "https" if found.scheme == "https" else "http"
        return cls(scheme, found.hostname, found.port or DEFAULT_PORTS[scheme])

    @property
    def authority(self) -> str:
        """What browsers send as `Host`: without the scheme's own port."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == DEFAULT_PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def url(self) -> str:
        """As browsers write it in `Origin`, without a slash at the end."""
        return f"{self.scheme}://{self.authority}"

    @property
    def websocket_url(self) -> str:
        """The same for WebSockets, for CSP's `connect-src`."""
        return f"{'wss' if self.scheme == 'https' else 'ws'}://{self.authority}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can mean it."""
        return self.host in LOOPBACK or self.host.endswith(".localhost")


def _split(text: str) -> SplitResult | None:
    try:
        found = urlsplit(text.strip())
        _ = found.port
    except ValueError:
        return None
    return found


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins of this installation; `demo` is None where the demo shop is off."""

    public: Origin
    replay: Origin
    demo: Origin | None
    warnings: tuple[str, ...] = ()
    """Sentences for whoever runs the server, each with what to do."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports that were really bound; None for what is not listened on."""

    main: int
    replay: int | None
    demo: int | None


def needs_second_port(settings: Settings) -> bool:
    """Whether mirrored pages get a port of their own: no other host name is known for them."""
    return settings.replay_url is None and _loopback_twin(public_origin(settings, settings.port)) is None


def origins(settings: Settings, ports: Ports) -> Origins:
    """What everything is called, now that the ports are known.

    Raises:
        StartRefused: a URL setting cannot be read, or public and replay origin are the same.
    """
    public = public_origin(settings, ports.main)
    warnings: list[str] = []
    if settings.replay_url is not None:
        replay = Origin.read(settings.replay_url, "USERVIEW_REPLAY_URL")
        if (replay.host, replay.port) == (public.host, public.port):
            raise StartRefused(
                f"USERVIEW_REPLAY_URL: expected another host name than the public one ({public.url}), "
                "because mirrored pages are strangers there; it may lead to this same server."
            )
        if replay.host == public.host:
            warnings.append(
                f"The replay URL {replay.url} has the host name of the public one; give it another, so that a mirrored page "
                "that hangs cannot hang the dashboard."
            )
    elif (twin := _loopback_twin(public)) is not None:
        replay = twin
    elif ports.replay is not None:
        replay = Origin(public.scheme, public.host, ports.replay)
        warnings.append(
            f"Mirrored pages are shown under {replay.url}, a second port. Better is another host name that leads to this server: "
            "set USERVIEW_REPLAY_URL."
        )
    else:
        raise StartRefused("expected a second port for mirrored pages, got none")
    if public.scheme == "https" and replay.scheme == "http":
        warnings.append(
            f"Browsers will not show {replay.url} inside {public.url} (mixed content): let USERVIEW_REPLAY_URL begin with https."
        )
    if settings.host in EVERYWHERE and settings.public_url is None:
        warnings.append(
            f"Other machines can reach this server, but it answers only to {public.url}: set USERVIEW_PUBLIC_URL to the address "
            "that they use."
        )
    demo = None if ports.demo is None else Origin("https" if settings.tls_cert else "http", public.host, ports.demo)
    return Origins(public, replay, demo, tuple(warnings))


def public_origin(settings: Settings, port: int) -> Origin:
    """What the server is called, when it listens on `port`.

    Raises:
        StartRefused: USERVIEW_PUBLIC_URL cannot be read.
    """
    if settings.public_url is not None:
        return Origin.read(settings.public_url, "USERVIEW_PUBLIC_URL")
    host = settings.host.lower().strip("[]")
    name = "localhost" if host in EVERYWHERE or host in LOOPBACK else host
    return Origin("https" if settings.tls_cert else "http", name, port)


def _loopback_twin(public: Origin) -> Origin | None:
    """The other name of this machine: another site for browsers, the same server for us."""
    if public.host == "localhost":
        return Origin(public.scheme, "127.0.0.1", public.port)
    if public.host in LOOPBACK:
        return Origin(public.scheme, "localhost", public.port)
    return None
