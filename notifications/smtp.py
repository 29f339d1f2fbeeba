"""Letters through an SMTP server. With `smtp_session`, the only place where asyncio lives."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from aiosmtplib import SMTP, SMTPException

from notifications import replies
from notifications.smtp_session import SmtpSettings, hang_up, open_session, present
from notifications.transports import Delivery, Outcome, Parcel

__all__ = ["SmtpSettings", "SmtpTransport", "probe"]

_Result = TypeVar("_Result")

#: everything a server, the net or an address can do to us
_FAILURES = (SMTPException, OSError, ValueError)
#: after so many sessions in a row that did not open, the rest of a batch is put off untried
_OPENINGS = 3


class SmtpTransport:
    """One connection for a batch, opened anew after a failure."""

    name = "smtp"

    def __init__(self, settings: SmtpSettings) -> None:
        """Take the settings; the connection is made when the first parcel is sent."""
        self._settings = settings

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Try each parcel once, in order; see `Transport`.

        When three sessions in a row do not open, the rest are yielded as RETRY untried.
        """
        if not parcels:
            return
        last: Delivery | None = None
        with _Loop() as loop:
            line = _Line(self._settings)
            try:
                for parcel in parcels:
                    if last is not None and line.is_hopeless(last):
                        detail = f"not tried, as before: {last.detail}"
                        yield Delivery(parcel.key, last.outcome, last.code, detail)
                    else:
                        last = loop.run(line.deliver(parcel))
                        yield last
            finally:
                loop.run(line.close())


def probe(settings: SmtpSettings) -> str | None:
    """What keeps a session with the server from being opened (TLS and login included); None: nothing.

    No letter is sent.
    """
    with _Loop() as loop:
        line = _Line(settings)
        try:
            return loop.run(line.try_opening())
        finally:
            loop.run(line.close())


class _Loop:
    """An event loop in a thread of its own: a caller that lives in another loop may send too."""

    def __enter__(self) -> Self:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="smtp")
        self._runner = asyncio.Runner()
        return self

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return self._thread.submit(self._runner.run, work).result()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


class _Line:
    """A connection that may be lost and opened again."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._client: SMTP | None = None
        self._transport: asyncio.BaseTransport | None = None
        self._unopened = 0

    def is_hopeless(self, delivery: Delivery) -> bool:
        """Whether the rest of the batch need not be tried."""
        return delivery.outcome is Outcome.PAUSED or self._unopened >= _OPENINGS

    async def deliver(self, parcel: Parcel) -> Delivery:
        """Try one parcel; once more afresh where the server had ended a session already used."""
        used = self._is_open()
        delivery = await self._attempt(parcel)
        if used and delivery.outcome is Outcome.RETRY and not self._is_open():
            delivery = await self._attempt(parcel)
        return delivery

    async def try_opening(self) -> str | None:
        """Open a session; why there is none, or None."""
        try:
            self._client = await open_session(self._settings)
        except _FAILURES as error:
            return replies.detail_of(error)
        self._transport = self._client.transport
        return None

    async def close(self) -> None:
        """Say goodbye where anybody is left to hear it."""
        client, self._client = self._client, None
        if client is None:
            return
        if client.is_connected:
            with suppress(*_FAILURES):
                await client.quit()
        await hang_up(client, self._transport)

    def _is_open(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def _attempt(self, parcel: Parcel) -> Delivery:
        client = self._client
        if client is None or not client.is_connected:
            await self.close()
            try:
                client = self._client = await open_session(self._settings)
            except _FAILURES as error:
                self._unopened += 1
                return _failure(parcel, replies.of_opening(error), error)
            self._transport = client.transport
            self._unopened = 0
        return await self._transact(client, parcel)

    async def _transact(self, client: SMTP, parcel: Parcel) -> Delivery:
        try:
            await present(client, parcel)
        except _FAILURES as error:
            await self._reset(client)
            return _failure(parcel, replies.of_envelope(error), error)
        if not client.is_connected:
            return Delivery(parcel.key, Outcome.RETRY, None, "the connection was lost before DATA")
        try:
            response = await client.data(parcel.data)
        except _FAILURES as error:
            outcome = replies.of_data(error)
            # after an unclear answer the next one could be taken for this one's
            await (self.close() if outcome is Outcome.AMBIGUOUS else self._reset(client))
            return _failure(parcel, outcome, error)
        return Delivery(parcel.key, Outcome.SENT, response.code, replies.line(response.message))

    async def _reset(self, client: SMTP) -> None:
        """Clear the envelope for the next letter, or end a session that will not."""
        if not client.is_connected:
            return
        try:
            await client.rset()
        except _FAILURES:
            await self.close()


def _failure(parcel: Parcel, outcome: Outcome, error: Exception) -> Delivery:
    return Delivery(parcel.key, outcome, replies.code_of(error), replies.detail_of(error))
