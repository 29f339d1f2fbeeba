"""What an SMTP failure means for the letter: classified by code, and by how far it had come.

The table follows RFC 5321: 4yz asks to come back, 5yz refuses for good. What concerns the way and
not the letter (login, encryption, a server that is no mail server) pauses the queue.
"""

import ssl

from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException

from notifications.names import printable
from notifications.transports import Outcome

#: login needed, mechanism too weak, refused, encryption needed for it (RFC 4954, 6), and 432,
#: which asks for a new password although it reads as passing
_LOGIN = frozenset((432, 530, 534, 535, 538))
_LONGEST_DETAIL = 300


class NotReadyError(SMTPException):
    """The server offers less than the settings demand; no letter was shown to it."""


class UnwritableAddressError(ValueError):
    """An address that this server has no way to take."""


def of_opening(error: Exception) -> Outcome:
    """Classify a failure before any letter was presented: it never costs a letter its life."""
    # a ValueError is a setting that cannot be used, such as a host name with a line break
    if isinstance(error, NotReadyError | ValueError) or _is_encryption(error):
        return Outcome.PAUSED
    if isinstance(error, SMTPAuthenticationError) and error.code in _LOGIN:
        return Outcome.PAUSED
    if isinstance(error, SMTPResponseException):
        return Outcome.RETRY if _is_passing(error.code) else Outcome.PAUSED
    return Outcome.RETRY


def of_envelope(error: Exception) -> Outcome:
    """Classify a failure at MAIL or RCPT: nothing of the letter was sent yet."""
    if isinstance(error, SMTPResponseException):
        return _of_code(error.code, otherwise=Outcome.RETRY)
    # an address that cannot be written on a command line will not become writable
    return Outcome.DEAD if isinstance(error, ValueError) else Outcome.RETRY


def of_data(error: Exception) -> Outcome:
    """Classify a failure at DATA: without a clear refusal the letter may have been taken."""
    if isinstance(error, SMTPResponseException):
        return _of_code(error.code, otherwise=Outcome.AMBIGUOUS)
    return Outcome.AMBIGUOUS


def code_of(error: Exception) -> int | None:
    """Give the server's reply code, where it gave one that can be read."""
    code = error.code if isinstance(error, SMTPResponseException) else None
    return code if code and code > 0 else None


def detail_of(error: Exception) -> str:
    """Give one bounded line for people: the server's words where it said something."""
    said = error.message if isinstance(error, SMTPResponseException) else str(error)
    return line(said) or type(error).__name__


def line(said: str) -> str:
    """Make one bounded, storable line of a server's words."""
    return " ".join(printable(said).split())[:_LONGEST_DETAIL]


def _of_code(code: int, *, otherwise: Outcome) -> Outcome:
    if code in _LOGIN:
        return Outcome.PAUSED
    if _is_passing(code):
        return Outcome.RETRY
    return Outcome.DEAD if 500 <= code <= 599 else otherwise  # noqa: PLR2004 - the 5yz replies


def _is_passing(code: int) -> bool:
    return 400 <= code <= 499  # noqa: PLR2004 - the 4yz replies


def _is_encryption(error: BaseException | None) -> bool:
    """Whether encryption itself failed; a mere drop during the handshake does not count."""
    if isinstance(error, ssl.SSLError):
        return not isinstance(error, ssl.SSLEOFError)
    return error is not None and _is_encryption(error.__cause__)
