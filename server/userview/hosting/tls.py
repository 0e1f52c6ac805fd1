"""Checks the certificate settings before anything is started with them."""

import ssl

from userview.errors import StartRefused
from userview.settings import Settings


def check_tls(settings: Settings) -> None:
    """See that certificate and key are there, belong together and need no passphrase.

    Raises:
        StartRefused: naming the setting at fault.
    """
    cert, key = settings.tls_cert, settings.tls_key
    if cert is None and key is None:
        return
    if cert is None or key is None:
        missing = "USERVIEW_TLS_CERT" if cert is None else "USERVIEW_TLS_KEY"
        raise StartRefused(f"{missing} is missing: a certificate and its private key are set together, or neither.")
    for setting, file in (("USERVIEW_TLS_CERT", cert), ("USERVIEW_TLS_KEY", key)):
        try:
            file.read_bytes()
        except OSError as error:
            raise StartRefused(f"{setting}: the file {file} cannot be read: {error.strerror}.") from None
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert, key, password=lambda: "")
    except (ssl.SSLError, ValueError) as error:
        raise StartRefused(
            f"USERVIEW_TLS_CERT and USERVIEW_TLS_KEY: expected a PEM certificate chain and its PEM key without passphrase; {error}."
        ) from None
