"""What the interface answers with: plain values, instants as ISO 8601 with their offset."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from web.language import words

Status = Literal["pending", "open", "submitted", "closed", "suspended", "withdrawn"]


class Campaign(BaseModel):
    """A launched campaign 专项行动."""

    key: str
    title: str
    #: Which revision of the declaration is in force.
    revision: int
    first: date
    last: date
    tasks: dict[str, str] = Field(description=words("任务：代号和名称"))
    units: dict[str, str] = Field(description=words("单位：代号和名称，按单位库的次序"))


class Campaigns(BaseModel):
    """Every campaign in which the account has something to see."""

    simulated: bool
    campaigns: list[Campaign]


class Obligation(BaseModel):
    """An obligation 承办事项: a task of a unit in a period."""

    id: str
    task: str
    title: str
    unit: str
    unit_title: str
    role: str
    period: str | None
    item: str | None
    status: Status
    how: str | None = Field(description=words("如何办结"))
    light: str
    verdict: str | None = Field(description=words("按时 in_time、逾期 late，未报送为 null"))
    opens: datetime | None
    target: datetime | None = Field(description=words("请报时间"))
    breach: datetime | None = Field(description=words("截止时间：到这一时刻为止，不含"))
    filings: int
    returned: bool
    asks_extension: bool


class Obligations(BaseModel):
    """A page of obligations; `next` is the cursor of the page after it, null at the end."""

    simulated: bool
    obligations: list[Obligation]
    next: str | None


class Told(BaseModel):
    """One event of the history 办理记录, as a sentence."""

    sequence: int
    kind: str
    effective: datetime
    noticed: datetime
    revision: int
    sentence: str


class Notice(BaseModel):
    """A notice 提醒消息 and what became of it."""

    occasion: str
    recipient: str
    state: str
    reason: str | None
    effective: datetime
    ended: datetime | None


class OneObligation(BaseModel):
    """An obligation with the certificate of its deadline and its own history."""

    simulated: bool
    obligation: Obligation
    certificate: dict[str, Any]
    because: list[str] = Field(description=words("期限证明，逐句说明"))
    strip: list[str] = Field(description=words("逐日计数"))
    notices: list[Notice]
    history: list[Told]


class Event(BaseModel):
    """One event as it is recorded, its body to the byte."""

    sequence: int
    body: str
    previous: str
    hash: str


class Events(BaseModel):
    """A page of a chain, the oldest first; `next` is the cursor of the page after it, null at the end."""

    campaign: str
    events: list[Event]
    next: str | None


class Waiting(BaseModel):
    """One thing that waits for the office or a leader."""

    kind: str
    id: str
    unit: str
    since: datetime
    about: str
    endorsed: bool


class Queue(BaseModel):
    """What waits, the oldest first."""

    waiting: list[Waiting]


class Decided(BaseModel):
    """An obligation after an act."""

    id: str
    status: str
    target: datetime | None = None
    breach: datetime | None = None


class DecidedMany(BaseModel):
    """Obligations after an act."""

    decided: list[Decided]


class KeptFile(BaseModel):
    """A file as it is kept."""

    name: str
    size: int
    sha256: str


class Receipt(BaseModel):
    """The receipt 回执 of a filing."""

    receipt: str
    id: str
    version: int
    closed: bool
    received: datetime
    registered: datetime
    lacking: list[str] = Field(description=words("缺项：照样收下，收到时间有效"))
    doubts: list[str]
    files: list[KeptFile]
    hash: str = Field(description=words("办理后办理记录末条的哈希"))


class Receipts(BaseModel):
    """Receipts of several filings."""

    receipts: list[Receipt]


class Count(BaseModel):
    """How many were done."""

    count: int


class Done(BaseModel):
    """Whether anything changed: false where it had been done before."""

    changed: bool


class Recorded(BaseModel):
    """What an item 登记 opened."""

    kind: str
    unit: str
    number: str
    changed: bool
    opened: list[str]


class Imported(BaseModel):
    """What became of a table of items."""

    recorded: int
    known: int
    opened: int
    late: int


class Standing(BaseModel):
    """How a campaign stands, as `duban status --json` tells it."""

    standing: dict[str, Any]


class Wrong(BaseModel):
    """Where a request does not fit, and what to do."""

    pointer: str
    detail: str


class ProblemDetails(BaseModel):
    """A problem (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] | None = None
