"""What an installation is called, from its settings and the ports that it got."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from userview.errors import StartRefused
from userview.hosting.origins import Origin, Origins, Ports, needs_second_port, origins
from userview.settings import read_settings


def named(main: int = 8000, replay: int | None = None, demo: int | None = 8001, **given: Any) -> Origins:
    return origins(read_settings(**given), Ports(main, replay, demo))


def urls(found: Origins) -> tuple[str, str, str | None]:
    return found.public.url, found.replay.url, found.demo.url if found.demo else None


def test_on_this_machine_the_two_names_of_loopback_are_two_sites() -> None:
    found = named()
    assert urls(found) == ("http://localhost:8000", "http://127.0.0.1:8000", "http://localhost:8001")
    assert found.warnings == ()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "[::1]", "LOCALHOST"])
def test_every_name_of_loopback_is_called_localhost(host: str) -> None:
    assert named(host=host).public.url == "http://localhost:8000"


def test_ports_are_those_that_were_bound() -> None:
    assert urls(named(45678, None, 45679, port=0))[:2] == ("http://localhost:45678", "http://127.0.0.1:45678")


def test_a_server_for_everybody_says_that_it_needs_a_name() -> None:
    found = named(host="0.0.0.0")
    assert found.public.url == "http://localhost:8000"
    assert ["USERVIEW_PUBLIC_URL" in warning for warning in found.warnings] == [True]


def test_elsewhere_mirrored_pages_get_a_second_port_and_a_warning() -> None:
    assert needs_second_port(read_settings(host="cobrowse.lan"))
    found = named(replay=8002, host="cobrowse.lan")
    assert urls(found)[:2] == ("http://cobrowse.lan:8000", "http://cobrowse.lan:8002")
    assert ["USERVIEW_REPLAY_URL" in warning for warning in found.warnings] == [True]


def test_with_both_names_set_there_is_nothing_to_warn_of() -> None:
    given: dict[str, Any] = {"public_url": "https://cobrowse.example.com/", "replay_url": "https://mirror.example.com"}
    assert not needs_second_port(read_settings(**given))
    found = named(**given)
    assert urls(found)[:2] == ("https://cobrowse.example.com", "https://mirror.example.com")
    assert found.warnings == ()


def test_a_replay_host_of_the_same_name_is_warned_of() -> None:
    found = named(public_url="https://a.example.com", replay_url="https://a.example.com:8443")
    assert ["host name" in warning for warning in found.warnings] == [True]


def test_http_inside_https_is_warned_of() -> None:
    found = named(public_url="https://a.example.com", replay_url="http://b.example.com")
    assert ["mixed content" in warning for warning in found.warnings] == [True]


def test_public_and_replay_must_differ() -> None:
    with pytest.raises(StartRefused, match="USERVIEW_REPLAY_URL: expected another host name"):
        named(public_url="https://a.example.com", replay_url="https://A.example.com:443/")


@pytest.mark.parametrize(
    "text", ["a.example.com", "ftp://a.example.com", "https://", "https://a:b@host", "https://host/path", "https://host?x", "https://host:99999", "https://[::1", ""]
)  # fmt: skip
def test_what_is_no_origin_is_refused_with_the_setting_and_an_example(text: str) -> None:
    with pytest.raises(StartRefused, match=r"USERVIEW_PUBLIC_URL: .*https://cobrowse\.example\.com"):
        Origin.read(text, "USERVIEW_PUBLIC_URL")


def test_origins_are_written_as_browsers_write_them() -> None:
    origin = Origin.read("HTTPS://Shop.Example.com:443/", "X")
    assert (origin.url, origin.authority, origin.websocket_url) == (
        "https://shop.example.com",
        "shop.example.com",
        "wss://shop.example.com",
    )
    six = Origin.read("http://[::1]:8000", "X")
    assert (six.url, six.authority, six.is_loopback) == ("http://[::1]:8000", "[::1]:8000", True)


def test_with_a_certificate_everything_is_https() -> None:
    found = named(tls_cert="/c.pem", tls_key="/k.pem")
    assert urls(found) == ("https://localhost:8000", "https://127.0.0.1:8000", "https://localhost:8001")


def test_without_the_demo_there_is_none() -> None:
    assert named(demo=None).demo is None


def test_a_setting_that_was_not_given_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERVIEW_TRUSTED_PROXIES", "10.0.0.0/8, ::1,")
    monkeypatch.setenv("USERVIEW_WORKER", "off")
    monkeypatch.setenv("USERVIEW_PUBLIC_URL", "")
    settings = read_settings(port=None, host="example.lan")
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1")
    assert (settings.worker, settings.port, settings.host, settings.public_url) == (False, 8000, "example.lan", None)


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERVIEW_PORT", "9000")
    assert read_settings(port="9100").port == 9100
    assert read_settings().port == 9000


def test_wrong_settings_are_all_named_with_where_they_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERVIEW_LOG_LEVEL", "loud")
    with pytest.raises(StartRefused) as caught:
        read_settings(demo_port="many")
    assert "USERVIEW_LOG_LEVEL: input should be 'debug'" in caught.value.message
    assert "--demo-port: input should be a valid integer" in caught.value.message


def test_secrets_do_not_show() -> None:
    settings = read_settings(
        database_url="postgresql://ada:hunter2@host/x", master_key="hunter2", metrics_token="hunter2"
    )
    assert "hunter2" not in repr(settings)


def test_settings_do_not_change() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError):
        settings.port = 1
