"""The guarded door: what it refuses, that it goes to the address it checked, and where it ends."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.gateway.test_tls import certificate
from tests.support.receiver import Got, Say, receiving
from userview.adapters.egress import EgressLimits, GuardedEgress
from userview.adapters.egress.addresses import is_special
from userview.adapters.egress.allowed import Allowed
from userview.adapters.egress.guarded import Resolve
from userview.errors import StartRefused
from userview.ports.egress import Ask, EgressFailed, EgressRefused

PUBLIC = "93.184.215.14"


def names(**hosts: Sequence[str]) -> Resolve:
    """A resolver that knows these names (`_` for `.`) and takes addresses as they are."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        del port
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            found = hosts.get(host.replace(".", "_"))
            if found is None:
                raise OSError(-2, "Name or service not known") from None
            return found

    return resolve


def door(*allow: str, resolve: Resolve | None = None, limits: EgressLimits | None = None) -> GuardedEgress:
    return GuardedEgress(Allowed(allow), limits, resolve=resolve or names(example_com=[PUBLIC]))


def ask(url: str, max_bytes: int = 1000, **more: str) -> Ask:
    return Ask(url, max_bytes, headers=more)


SPECIAL = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:5db8:d70e::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]

GLOBAL = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "100.63.255.255",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", SPECIAL)
async def test_special_use_addresses_are_refused_in_every_form(address: str) -> None:
    assert is_special(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    for url in (f"http://{host}/", "https://inside.example/"):
        with pytest.raises(EgressRefused, match="not on the public Internet"):
            await door(resolve=names(inside_example=[address])).check(url)
        with pytest.raises(EgressRefused, match="not on the public Internet"):
            await door(resolve=names(inside_example=[address])).fetch(ask(url))


@pytest.mark.parametrize("address", GLOBAL)
def test_addresses_of_the_public_internet_are_not(address: str) -> None:
    assert not is_special(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "localhost", "localhost."]
)
async def test_loopback_under_other_spellings_is_refused_by_the_machines_own_resolver(host: str) -> None:
    egress = GuardedEgress(Allowed())
    with pytest.raises((EgressRefused, EgressFailed)):
        await egress.fetch(ask(f"http://{host}/"))


REFUSED_URLS: Mapping[str, str] = {
    "": "absolute",
    "example.com": "absolute",
    "//example.com/": "http or https",
    "https://": "absolute",
    "https:///path": "absolute",
    "ftp://example.com/": "http or https",
    "file:///etc/passwd": "absolute",
    "gopher://example.com/": "http or https",
    "https://user:secret@example.com/": "user name or password",
    "https://user@example.com/": "user name or password",
    "https://@example.com/": "user name or password",
    "https://example.com:8080/": "port 80 or 443",
    "https://example.com:22/": "port 80 or 443",
    "https://example.com:0/": "absolute",
    "https://example.com:99999/": "absolute",
    "https://exa mple.com/": "absolute",
    "https://example.com/\r\nX-Evil: 1": "absolute",
    "https://example.com\\@evil.example/": "absolute",
    "https://[::1/": "absolute",
    "https://exa%6dple.com/": "host name",
    "https://-/": "host name",
    "https://example.com/" + "x" * 2048: "2048 characters",
}


async def test_the_port_of_a_name_without_an_address_is_looked_at_too() -> None:
    egress = door(resolve=names())
    await egress.check("https://later.example/")
    with pytest.raises(EgressRefused, match="port 80 or 443, got 8080"):
        await egress.check("https://later.example:8080/")


@pytest.mark.parametrize("url", REFUSED_URLS)
async def test_what_is_no_good_url_is_refused(url: str) -> None:
    egress = door(resolve=names(example_com=[PUBLIC]))
    with pytest.raises(EgressRefused, match=REFUSED_URLS[url]) as refused:
        await egress.check(url)
    assert "secret" not in refused.value.message
    with pytest.raises(EgressRefused):
        await egress.fetch(ask(url))


async def test_good_urls_pass_the_check_and_so_do_names_that_cannot_be_resolved_now() -> None:
    egress = door(resolve=names(example_com=[PUBLIC], **{"xn--bcher-kva_example": [PUBLIC]}))
    for url in (
        "http://example.com",
        "https://EXAMPLE.com:443/hook?x=1#part",
        "https://bücher.example/",
        "https://gone.example/",
    ):
        await egress.check(url)
    with pytest.raises(EgressFailed, match=r"gone\.example cannot be resolved"):
        await egress.fetch(ask("https://gone.example/"))


async def test_one_public_address_among_special_ones_is_enough_to_pass_and_is_the_only_one_used() -> None:
    egress = door("127.0.0.1/32", resolve=names(mixed_example=["10.0.0.1", "127.0.0.1"]))
    async with receiving() as receiver:
        answer = await egress.fetch(ask(f"http://mixed.example:{receiver.port}/"))
    assert answer.status == 200


async def test_what_is_allowed_can_be_reached_on_any_port() -> None:
    async with receiving() as receiver:
        resolve = names(hooks_internal=["127.0.0.1"], a_corp_example=["127.0.0.1"])
        for allow, host in (
            ("127.0.0.1", "127.0.0.1"),
            ("127.0.0.0/8", "hooks.internal"),
            ("hooks.internal", "hooks.internal"),
            ("*.corp.example", "a.corp.example"),
        ):
            answer = await door(allow, resolve=resolve).fetch(ask(f"http://{host}:{receiver.port}/"))
            assert (answer.status, answer.body, answer.whole) == (200, b"thanks", True)
        for allow, host in (
            ("10.0.0.0/8", "127.0.0.1"),
            ("internal", "hooks.internal"),
            ("*.corp.example", "corp.example"),
        ):
            with pytest.raises(EgressRefused):
                await door(allow, resolve=names(hooks_internal=["127.0.0.1"], corp_example=["127.0.0.1"])).fetch(
                    ask(f"http://{host}:{receiver.port}/")
                )
    assert len(receiver.got) == 4


@pytest.mark.parametrize("entry", ["", "10.0.0.300", "http://x", "a b", "*", "host:80"])
def test_an_entry_of_the_setting_that_is_neither_host_nor_network_stops_the_start(entry: str) -> None:
    with pytest.raises(StartRefused, match="USERVIEW_EGRESS_ALLOW"):
        Allowed([entry])


async def test_the_checked_address_is_the_one_connected_to() -> None:
    """A name that gives another address at each look-up (DNS rebinding) is looked up once per connection."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        del port
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    async with receiving() as receiver:
        egress = door("127.0.0.1", resolve=rebinding)
        answer = await egress.fetch(ask(f"http://rebind.example:{receiver.port}/x?y=1"))
        assert (answer.status, asked) == (200, ["rebind.example"])
        assert receiver.got[0].headers["host"] == f"rebind.example:{receiver.port}"
        assert receiver.got[0].target == "/x?y=1"
        with pytest.raises(EgressRefused):
            await egress.fetch(ask(f"http://rebind.example:{receiver.port}/"))
    assert len(receiver.got) == 1


async def test_nothing_goes_out_but_what_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    caplog.set_level(logging.DEBUG)
    async with receiving(lambda _got: Say(headers={"X-Private": "in the answer"})) as receiver:
        egress = door("127.0.0.1")
        sent = Ask(receiver.url, 1000, "POST", {"X-Signature": "in the request"}, b"private body")
        await egress.fetch(sent)
        await egress.fetch(sent)
    first, second = receiver.got
    assert first == second
    assert set(first.headers) == {"host", "accept-encoding", "x-signature", "content-length"}
    assert (first.method, first.body) == ("POST", b"private body")
    for private in ("in the answer", "in the request", "private body"):
        assert private not in caplog.text


async def test_the_answer_is_cut_where_the_limit_is() -> None:
    async with receiving(lambda _got: Say(500, b"x" * 5000)) as receiver:
        egress = door("127.0.0.1")
        cut = await egress.fetch(ask(receiver.url, 1024))
        full = await egress.fetch(ask(receiver.url, 5000))
    assert (cut.status, len(cut.body), cut.whole) == (500, 1024, False)
    assert (len(full.body), full.whole) == (5000, True)


def chain(length: int, status: int = 302) -> Callable[[Got], Say]:
    """Redirects `/0` to `/1` and so on, and answers at `/<length>`."""

    def answer(got: Got) -> Say:
        at = int(got.target.removeprefix("/"))
        return Say() if at == length else Say(status, b"", {"Location": f"/{at + 1}"})

    return answer


async def test_three_redirects_are_followed_and_no_more() -> None:
    async with receiving(chain(3)) as receiver:
        answer = await door("127.0.0.1").fetch(ask(f"{receiver.url}/0"))
        assert (answer.status, answer.url) == (200, f"{receiver.url}/3")
    async with receiving(chain(4)) as receiver:
        with pytest.raises(EgressFailed, match="at most 3 redirects"):
            await door("127.0.0.1").fetch(ask(f"{receiver.url}/0"))
        assert len(receiver.got) == 4


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_post_stays_a_post(status: int) -> None:
    async with receiving(chain(1, status)) as receiver:
        await door("127.0.0.1").fetch(Ask(f"{receiver.url}/0", 10, "POST", {}, b"body"))
    assert [(got.method, got.body) for got in receiver.got] == [("POST", b"body")] * 2


async def test_a_post_ends_at_a_303() -> None:
    async with receiving(chain(1, 303)) as receiver:
        assert (await door("127.0.0.1").fetch(Ask(f"{receiver.url}/0", 10, "POST", {}, b"body"))).status == 303
        assert (await door("127.0.0.1").fetch(ask(f"{receiver.url}/0"))).status == 200


REFUSED_REDIRECTS = [
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:10.0.0.1]/",
    "http://inside.example/",
    "http://example.com:8080/",
    "http://user:pw@example.com/",
    "file:///etc/passwd",
    "http://[",
]


@pytest.mark.parametrize("location", REFUSED_REDIRECTS)
async def test_each_redirect_is_checked_again(location: str) -> None:
    resolve = names(example_com=[PUBLIC], inside_example=["192.168.1.1"])
    async with receiving(lambda _got: Say(302, b"", {"Location": location})) as receiver:
        with pytest.raises(EgressRefused):
            await door("127.0.0.1", resolve=resolve).fetch(ask(receiver.url))
    assert len(receiver.got) == 1


async def test_an_answer_that_does_not_come_is_given_up() -> None:
    limits = EgressLimits(egress_total_seconds=0.2)
    async with receiving(lambda _got: Say(hang=True)) as receiver:
        with pytest.raises(EgressFailed, match=r"within 0\.2 s"):
            await door("127.0.0.1", limits=limits).fetch(ask(receiver.url))


async def test_a_resolver_that_does_not_answer_is_given_up() -> None:
    async def silent(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return [host, str(port)]

    limits = EgressLimits(egress_connect_seconds=0.2)
    egress = door(resolve=silent, limits=limits)
    await egress.check("https://example.com/")
    with pytest.raises(EgressFailed, match=r"did not accept a connection within 0\.2 s"):
        await egress.fetch(ask("https://example.com/"))


async def test_a_body_that_is_not_wanted_is_not_read() -> None:
    asked: list[tuple[int, str | None]] = []

    def wanted(status: int, headers: Mapping[str, str]) -> bool:
        asked.append((status, headers.get("content-type")))
        return status == 200 and headers.get("content-type") == "image/png"

    async with receiving(lambda got: Say(200, b"x", {"Content-Type": f"image/{got.target[1:]}"})) as receiver:
        for kind, body, whole in (("png", b"x", True), ("jpeg", b"", False)):
            answer = await door("127.0.0.1").fetch(Ask(f"{receiver.url}/{kind}", 10, wanted=wanted))
            assert (answer.status, answer.body, answer.whole) == (200, body, whole)
    assert asked == [(200, "image/png"), (200, "image/jpeg")]


async def test_nobody_listens() -> None:
    async with receiving() as receiver:
        url = receiver.url
    with pytest.raises(EgressFailed, match=r"no answer of 127\.0\.0\.1"):
        await door("127.0.0.1").fetch(ask(url))


async def test_tls_verifies_the_name_and_not_the_address(tmp_path: Path) -> None:
    cert_file, key_file = certificate(tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(cert_file, key_file)
    trust = ssl.create_default_context(cafile=str(cert_file))
    resolve = names(localhost=["127.0.0.1"], other_example=["127.0.0.1"])
    async with receiving(tls=serving) as receiver:
        trusting = GuardedEgress(Allowed(["127.0.0.1"]), resolve=resolve, trust=trust)
        assert (await trusting.fetch(ask(f"https://localhost:{receiver.port}/"))).status == 200
        with pytest.raises(EgressFailed, match="certificate"):
            await trusting.fetch(ask(f"https://other.example:{receiver.port}/"))
        stranger = GuardedEgress(Allowed(["127.0.0.1"]), resolve=resolve)
        with pytest.raises(EgressFailed, match="certificate"):
            await stranger.fetch(ask(f"https://localhost:{receiver.port}/"))


async def test_https_is_not_sent_on_to_http(tmp_path: Path) -> None:
    cert_file, key_file = certificate(tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(cert_file, key_file)
    trust = ssl.create_default_context(cafile=str(cert_file))
    async with receiving(lambda _got: Say(301, b"", {"Location": "http://localhost/"}), tls=serving) as receiver:
        egress = GuardedEgress(Allowed(["127.0.0.1"]), resolve=names(localhost=["127.0.0.1"]), trust=trust)
        with pytest.raises(EgressRefused, match="from https to http"):
            await egress.fetch(ask(f"https://localhost:{receiver.port}/"))
