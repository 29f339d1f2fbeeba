"""What programs send: the bodies of the interface's acts; an unknown name is refused, never passed over."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from campaigns.drawing import FEWEST_EACH, MOST_EACH, Rounding
from web.language import words

Text = Annotated[str, Field(max_length=2000)]
Key = Annotated[str, Field(min_length=1, max_length=300)]
Figure = Annotated[str, Field(min_length=1, max_length=40)]
Address = Annotated[str, Field(min_length=1, max_length=254)]
Kind = Literal["form", "text", "document", "case", "image", "video", "roster", "other"]


class Asked(BaseModel):
    """What every body has in common."""

    model_config = ConfigDict(extra="forbid")


class Attached(Asked):
    """What a file is handed in as; the files stand in the same order in the parts `files`."""

    kind: Kind
    title: Text | None = None
    case: Text | None = Field(None, description=words("属于哪一个案例"))
    attached: Text | None = Field(None, description=words("是案例的哪一种附件，如处罚决定书"))
    caption: Text | None = None
    form: Text | None = Field(None, description=words("是哪一张统计表，逐格读取"))


class Submission(Asked):
    """What is handed in 报送."""

    files: list[Attached] = Field([], max_length=100)
    texts: dict[str, Text] = Field({}, description=words("文字材料，按材料名称"))
    fields: dict[str, Text] = Field({}, description=words("办结要填的内容，如公示日期"))
    forms: dict[str, dict[str, dict[str, Text]]] = Field(
        {}, description=words("统计表：表名、行、列（没有列的写空字符串）、填写内容")
    )
    zero: bool = Field(default=False, description=words("本期为零报告"))
    note: Text | None = Field(None, description=words("附带的情况说明"))
    by_office: bool = Field(default=False, description=words("办公室代为登记"))
    via: Text | None = Field(None, description=words("渠道，代为登记时填写"))
    received: AwareDatetime | None = Field(None, description=words("收到时间，代为登记时填写"))
    lacks: list[Text] = Field([], max_length=100, description=words("缺项，代为登记时填写"))


class Keys(Asked):
    """Several obligations of one campaign."""

    ids: list[Key] = Field(min_length=1, max_length=500)


class Registered(Keys):
    """What came to the office another way, for several obligations at once."""

    zero: bool = False
    note: Text | None = None
    via: Text
    received: AwareDatetime | None = None
    lacks: list[Text] = Field([], max_length=100)


class Urged(Keys):
    """催办."""

    text: Text = ""


class Telephoned(Keys):
    """电话催办, as it was."""

    at: AwareDatetime | None = None
    whom: Text = Field(description=words("接听人，写职务"))
    reply: Text


class Why(Asked):
    """Only a reason."""

    reason: Text


class Said(Asked):
    """Only words."""

    text: Text


class Returned(Why):
    """退回修改, or 重新办理."""

    working_days: Annotated[int, Field(ge=1, le=60)] | None = None


class ExtensionAsked(Why):
    """申请延期."""

    until: date
    progress: Text


class Extended(Asked):
    """批准延期: as asked for, or by one of these."""

    until: date | None = None
    working_days: Annotated[int, Field(ge=1, le=200)] | None = None
    days: Annotated[int, Field(ge=1, le=400)] | None = None
    approved_by: Text | None = Field(None, description=words("书面批准的人"))


class Paused(Asked):
    """暂停计时."""

    cause: Text
    first: date | None = None


class Resumed(Asked):
    """恢复计时."""

    on: date | None = None


class TransferAsked(Why):
    """申请改派."""

    to: Text | None = None


class Transferred(Why):
    """转办."""

    to: Text
    by: date | None = None


class Signed(Asked):
    """签发: handles as the queue of what waits for a signature lists them, or ids of obligations."""

    ids: list[Key] = Field(min_length=1, max_length=500)


class Dropped(Signed):
    """不予签发."""

    reason: Text


class Recorded(Asked):
    """登记一件事."""

    kind: Key
    unit: Key
    number: Key
    happened: Annotated[str, Field(max_length=40)] = Field(
        alias="date", description=words("日期，或按小时计算的写到时刻：2021-03-15T20:30")
    )
    what: Text | None = None
    due: date | None = None
    fields: dict[str, Text] = {}


class Corrected(Recorded):
    """更正登记: the item as it is right; what is not said of it stays."""

    reason: Text


class Measured(Asked):
    """登记指标数据: decimal numbers in text."""

    measure: Key = Field(description=words("指标，代号或名称"))
    unit: Key | None = Field(None, description=words("哪个单位的；不写为整个专项行动"))
    numerator: Figure | None = None
    denominator: Figure | None = None
    value: Figure | None = Field(None, description=words("数值，不是比率的"))
    baseline: Figure | None = None
    as_of: date | None = Field(None, description=words("截至哪一天，默认今天"))
    source: Text | None = Field(None, description=words("数据来源"))


class Absence(Asked):
    """Days of absence, both inclusive, and the mailbox that stands in."""

    first: date
    last: date
    substitute: Address


class Named(Asked):
    """指定联络员和代理联络员: at least one of them."""

    contact: Address | None = Field(None, description=words("联络员的工作邮箱"))
    absent: Absence | None = Field(None, description=words("不在岗的日子，首尾都算，及代理联络员"))


class Launched(Asked):
    """启动或补充通知."""

    approved_by: Annotated[str, Field(min_length=1, max_length=200)] = Field(
        description=words("谁批准、何时")
    )
    shown: Annotated[str, Field(max_length=64)] | None = Field(
        None, description=words("核对时得到的 shown；补充通知必须写")
    )


class Announcement(Asked):
    """公告双随机抽取; the registers stand in the parts `inspectors` and `targets`."""

    draw: Key = Field(description=words("任务，或任务/轮次"))
    by: list[Text] = Field([], max_length=20, description=words("按哪些列分层"))
    take: dict[str, Text] = Field(description=words("每层抽多少：层名（或其余）和比例或个数"))
    rounding: Rounding = "up"
    each: int = Field(FEWEST_EACH, ge=FEWEST_EACH, le=MOST_EACH, description=words("每个对象派几人"))
    match: Text | None = Field(None, description=words("专业须相符的列"))
    source: Text = Field(description=words("种子从哪里来"))
    form: Text = Field(description=words("种子的写法，# 为一位数字"))
    seed_at: AwareDatetime = Field(description=words("种子公布的时间"))


class Seeded(Asked):
    """按公布的种子抽取."""

    seed: Text
