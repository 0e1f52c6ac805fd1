"""The edge under TLS, which uvicorn speaks and the engine does not know of."""

import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.asyncio.client import connect

from tests.gateway.servers import VERSIONS, Peer, running


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for `localhost`, signed by its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    return cert_file, key_file


async def test_a_connection_under_tls(tmp_path: Path) -> None:
    cert_file, key_file = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(cert_file))
    async with (
        running(tls=(cert_file, key_file)) as server,
        connect(
            f"wss://localhost:{server.port}/ws/agent",
            host="127.0.0.1",
            port=server.port,
            ssl=trust,
            server_hostname="localhost",
            origin=cast("Any", f"https://localhost:{server.port}"),
            compression=None,
        ) as connection,
    ):
        peer = Peer(connection)
        await peer.say("hello", protocol=VERSIONS)
        await peer.hear("welcome")
        for number in range(50):
            await peer.say("ping", id=number)
        assert [(await peer.hear("pong"))["id"] for _ in range(50)] == list(range(50))
        await connection.send(json.dumps({"type": "dance", "padding": "x" * 60_000}))
        assert (await peer.hear("error"))["code"] == "unknown_message"
