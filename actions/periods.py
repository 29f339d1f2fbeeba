"""What people call a period."""


def period_title(period: str | None) -> str | None:
    """A period's key as people say it: 10月份, 第43周, 四季度, 下半年, 10月24日."""
    if period is None:
        return None
    year, _, rest = period.partition("-")
    if not rest:
        return f"{year}年"
    if rest.startswith("W"):
        week, _, day = rest[1:].partition("-")
        return f"第{int(week)}周" + (f"周{_WEEKDAYS[int(day) - 1]}" if day else "")
    if rest[0] in "QH":
        return _PARTS[rest]
    month, _, day = rest.partition("-")
    return f"{int(month)}月" + (f"{int(day)}日" if day else "份")


_WEEKDAYS = "一二三四五六日"
_PARTS = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "H1": "上半年", "H2": "下半年"}
