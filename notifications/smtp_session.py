"""One SMTP session, step by step, so that a failure tells how far it had come."""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Literal

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPHeloError, SMTPResponseException

from notifications.names import mailbox
from notifications.replies import NotReadyError, UnwritableAddressError
from notifications.transports import Parcel


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How to reach the server."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    #: require: no letter without it; opportunistic: where offered, but no password without it;
    #: never: in the clear, password too; tls: encrypted from the first byte
    starttls: Literal["require", "opportunistic", "never", "tls"] = "require"
    #: seconds for each reply; after the final dot a server may take its time
    timeout: float = 60.0
    #: the name to greet with; the machine's own where None
    hello: str | None = None
    #: certificates to trust instead of the system's, e.g. an internal authority's
    ca_file: str | None = None


async def open_session(settings: SmtpSettings) -> SMTP:
    """Connect, encrypt and log in as the settings say.

    Raises NotReadyError where the server offers less, else what aiosmtplib and the net raise;
    nothing stays open then.
    """
    client = SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=settings.timeout,
        local_hostname=settings.hello,
        use_tls=settings.starttls == "tls",
        start_tls=False,  # done below: a refusal here is told from one of the letter
        tls_context=await _tls_context(settings),
    )
    try:
        await client.connect()
        await _greet(client)
        await _encrypt(client, settings)
        await _log_in(client, settings)
    except BaseException:
        await hang_up(client, client.transport)
        raise
    return client


async def hang_up(client: SMTP, transport: asyncio.BaseTransport | None) -> None:
    """End a session without ceremony, and its `transport` even where the client has let go of it.

    An encrypted connection closed politely would wait for a peer that may be gone.
    """
    client.close()
    if isinstance(transport, asyncio.Transport):
        transport.abort()
    await asyncio.sleep(0)  # the socket closes in the loop's next round


async def present(client: SMTP, parcel: Parcel) -> None:
    """Say whom the letter is from and for, in the only order SMTP has.

    Raises HostileName for what is not one address: the client would send to the part it can read.
    """
    for address in (parcel.sender_address, parcel.recipient_address):
        mailbox("", address)
    addresses = parcel.sender_address + parcel.recipient_address
    options = []
    if client.supports_extension("size"):
        options.append(f"SIZE={len(parcel.data)}")
    if not parcel.data.isascii() and client.supports_extension("8bitmime"):
        options.append("BODY=8BITMIME")
    if not addresses.isascii():
        if not client.supports_extension("smtputf8"):
            message = f"the server has no SMTPUTF8, which {addresses!a} needs"
            raise UnwritableAddressError(message)
        options.append("SMTPUTF8")
    encoding = "ascii" if addresses.isascii() else "utf-8"
    await client.mail(parcel.sender_address, options=options, encoding=encoding)
    await client.rcpt(parcel.recipient_address, encoding=encoding)


async def _tls_context(settings: SmtpSettings) -> ssl.SSLContext | None:
    if settings.ca_file is None:
        return None
    try:
        return await asyncio.to_thread(ssl.create_default_context, cafile=settings.ca_file)
    except OSError as error:
        message = f"the certificates to trust cannot be read: {error.strerror or error}"
        raise NotReadyError(message) from error


async def _greet(client: SMTP) -> None:
    try:
        await client.ehlo()
    except SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()


async def _encrypt(client: SMTP, settings: SmtpSettings) -> None:
    if settings.starttls in ("never", "tls"):
        return
    if not client.supports_extension("starttls"):
        if settings.starttls == "require":
            message = "the server offers no STARTTLS, which the settings require"
            raise NotReadyError(message)
        return
    try:
        await client.starttls()
    except SMTPResponseException as error:
        message = f"the server offers STARTTLS and refuses it: {error.code} {error.message}"
        raise NotReadyError(message) from error
    await _greet(client)  # what was said in the clear no longer counts


async def _log_in(client: SMTP, settings: SmtpSettings) -> None:
    if settings.username is None:
        return
    encrypted = client.get_transport_info("sslcontext") is not None
    if not encrypted and settings.starttls != "never":
        message = "the line is not encrypted, and the password does not go in the clear"
        raise NotReadyError(message)
    # CRAM-MD5 last where the line is safe: servers offer it for passwords they cannot check so
    order = ("plain", "login", "cram-md5") if encrypted else ("cram-md5", "plain", "login")
    ways = [one for one in order if one in client.supported_auth_methods]
    if not ways:
        message = "the server offers no login by PLAIN, LOGIN or CRAM-MD5"
        raise NotReadyError(message)
    for way in ways:
        try:
            await _log_in_by(client, way, settings.username, settings.password or "")
        except SMTPAuthenticationError:
            # a second wrong answer may lock the account, so only CRAM-MD5 is given another way
            if way != "cram-md5" or way == ways[-1]:
                raise
        else:
            return


async def _log_in_by(client: SMTP, way: str, username: str, password: str) -> None:
    if way == "plain":
        await client.auth_plain(username, password)
    elif way == "login":
        await client.auth_login(username, password)
    else:
        await client.auth_crammd5(username, password)
