"""The head of every report: whose plan it is, and which document orders it."""

from dataclasses import dataclass
from datetime import date

from campaigns.plan import Planner
from reports.dates import said
from reports.wording import term


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head of a report."""

    #: Natural key of the campaign.
    key: str
    title: str
    #: The coordinating office, by its full name.
    office: str
    issuer: str
    #: Title and number of the document; None where they are not known.
    document: str | None
    number: str | None
    #: None where the document bears no date.
    issued: date | None

    def dated(self, lang: str) -> str:
        """The day of issue, or that none is given."""
        return said(self.issued, lang) if self.issued is not None else term(lang, "no number")

    def named(self, lang: str) -> str:
        """The document as it is cited: 《…》."""
        if self.document is None:
            return term(lang, "document")
        return f"“{self.document}”" if lang == "en" else f"《{self.document}》"

    def line(self, lang: str) -> str:
        """Office, document, number and date on one line; what is not known is said to be so."""
        number = self.number or term(lang, "no number")
        document = self.named(lang) if self.document else term(lang, "no title")
        mark, gap = (": ", "    ") if lang == "en" else ("：", "　　")
        parts = {"office": self.office, "document": document, "number": number}
        told = [f"{term(lang, name)}{mark}{value}" for name, value in parts.items()]
        return gap.join([*told, f"{term(lang, 'issued')}{mark}{self.dated(lang)}"])


def heading(planner: Planner) -> Heading:
    """The head of the campaign's reports."""
    campaign, units = planner.campaign, planner.declaration.units
    document = campaign.document
    office, issuer = units[campaign.office].name, units[document.issuer].name
    return Heading(
        planner.key, campaign.title, office, issuer, document.title, document.number, document.issued
    )
