"""https by the server itself: pages, live connections and the demo, with a certificate of one's own."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from pathlib import Path
from urllib.request import urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.sync.client import connect

from tests.cli.processes import STOP_SECONDS, command, serving


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate for both names of loopback, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / f"{name}.crt", folder / f"{name}.key"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_file, key_file


def test_with_a_certificate_everything_speaks_https(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "mine")
    trusting = ssl.create_default_context(cafile=cert)
    with serving(tmp_path, "--tls-cert", str(cert), "--tls-key", str(key)) as server:
        ready = server.ready
        assert all(ready[name].startswith("https://") for name in ("base_url", "replay_origin", "demo_url"))
        for url in (f"{ready['base_url']}/healthz", f"{ready['replay_origin']}/healthz", f"{ready['demo_url']}healthz"):
            with urlopen(url, context=trusting, timeout=STOP_SECONDS) as answer:
                assert answer.status == 200
        address = ready["base_url"].replace("https", "wss", 1) + "/ws/visitor"
        with connect(address, ssl=trusting, origin="https://shop.test", compression=None) as socket:  # pyright: ignore[reportArgumentType] - the library asks for a type of its own, and takes text
            socket.send("{}")
            assert "bad_message" in str(socket.recv(timeout=STOP_SECONDS))
        assert server.stop().code == 0


def test_a_key_that_does_not_fit_is_one_sentence(tmp_path: Path) -> None:
    cert, _ = certificate(tmp_path, "mine")
    _, other_key = certificate(tmp_path, "other")
    refused = command(
        "serve", "--port", "0", "--data-dir", tmp_path / "data", "--tls-cert", cert, "--tls-key", other_key
    )
    assert refused.code == 2
    assert "expected a PEM certificate chain and its PEM key" in refused.err
    assert refused.err.count("\n") == 1
