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


class Followed(BaseModel):
    """What a correction made of one obligation."""

    id: str
    was: datetime | None = Field(description=words("原截止时间，不含"))
    now: datetime | None = Field(description=words("按更正后的日期，截止时间，不含"))
    keeps: str | None = Field(
        description=words(
            "为何期限不变：closed 已报送或办结、withdrawn 已撤销、paused 暂停计时、office 另定期限"
        )
    )


class Ended(BaseModel):
    """A window 时段 that ends otherwise than before."""

    id: str
    was: datetime
    now: datetime


class Corrected(BaseModel):
    """What a correction 更正 changed, as far as the account sees it."""

    kind: str
    unit: str
    number: str
    was: str
    happened: str
    followed: list[Followed]
    ended: list[Ended]


class Measures(BaseModel):
    """Measures 指标 as they stand, figures as exact fractions in text."""

    simulated: bool
    measures: list[dict[str, Any]]


class Measured(BaseModel):
    """A measure after figures were put on record; `changed`: whether they were new."""

    changed: bool
    measure: dict[str, Any]


class Absent(BaseModel):
    """Days of absence, both inclusive, and who stands in."""

    first: date
    last: date
    substitute: str


class Liaison(BaseModel):
    """Where a unit's letters go."""

    unit: str
    name: str
    contact: str | None
    absences: list[Absent] = Field(description=words("尚未结束的不在岗日子；同一天以后指定的为准"))


class Roster(BaseModel):
    """Rosters 名册 of a task against their quota, as `duban roster --json` tells them."""

    simulated: bool
    roster: dict[str, Any]


class Draw(BaseModel):
    """A draw 双随机 as it stands, as `duban draw --json` tells it."""

    simulated: bool
    draw: dict[str, Any]


class Letter(BaseModel):
    """A letter that an amendment would bring about; no text where there will be none."""

    recipient: str
    at: datetime
    subject: str | None
    text: str | None
    problems: tuple[str, ...]


class Launch(BaseModel):
    """What a launch would do now."""

    simulated: bool
    campaign: str
    state: Literal["first", "amended", "same"] = Field(
        description=words("首次启动 first、补充通知 amended、与在册的一致 same")
    )
    revision: int
    obligations: int
    changes: dict[str, Any] | None = Field(description=words("与在册的相比；首次启动为 null"))
    letters: list[Letter]
    shown: str = Field(description=words("所示内容的标记，启动时原样写回"))


class Launched(BaseModel):
    """What a launch did."""

    campaign: str
    revision: int
    changed: bool
    obligations: int
    contacts: int
    told: tuple[str, ...] = Field(description=words("已转告的下级专项行动"))


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
