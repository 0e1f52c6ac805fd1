"""Ports are taken before anything else, or refused in a sentence."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from userview.errors import StartRefused
from userview.hosting.listeners import take_ports
from userview.settings import read_settings


def test_free_ports_are_found_and_both_names_of_loopback_answer() -> None:
    with closing(take_ports(read_settings(port=0))) as taken:
        assert taken.ports.main != taken.ports.demo
        assert taken.ports.replay is None
        for port in (taken.ports.main, taken.ports.demo):
            with socket.create_connection(("127.0.0.1", port or 0), timeout=5):
                pass
        families = {each.family for each in taken.sockets}
        if socket.AF_INET6 in families:
            with socket.create_connection(("::1", taken.ports.main), timeout=5):
                pass


def test_a_port_in_use_is_refused_with_what_to_do_and_all_others_are_given_back() -> None:
    with closing(take_ports(read_settings(port=0, demo=False))) as first:
        port = first.ports.main
        with pytest.raises(StartRefused) as caught:
            take_ports(read_settings(port=port))
        assert caught.value.message == (
            f"Port {port} on localhost is in use by another program: stop that one, or choose another port with "
            "--port (USERVIEW_PORT; 0 takes a free one)."
        )
        with pytest.raises(StartRefused, match=rf"Port {port} .*--demo-port \(USERVIEW_DEMO_PORT"):
            take_ports(read_settings(port=0, demo_port=port))


def test_elsewhere_there_is_a_second_port_for_mirrored_pages() -> None:
    settings = read_settings(host="127.0.0.1", public_url="http://cobrowse.lan", port=0, demo=False)
    with closing(take_ports(settings)) as taken:
        assert taken.ports.replay not in {None, taken.ports.main}
        assert taken.ports.demo is None


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(StartRefused, match=r"Cannot listen on .*--host"):
        take_ports(read_settings(host=host, port=0))
