"""What the findings about an installation are called: its parts, and how each of them is."""

#: By state: fine, doubtful, wrong.
MARKS = {"fine": "✔", "doubtful": "▲", "wrong": "✘"}
STATES = {"fine": ("正常", "fine"), "doubtful": ("请留意", "look at it"), "wrong": ("须处理", "put it right")}
PARTS = {
    "data": ("数据目录", "data"),
    "disk": ("磁盘", "disk"),
    "declaration": ("申报文件", "declaration"),
    "database": ("数据库", "database"),
    "clock": ("时钟", "clock"),
    "calendar": ("日历", "calendar"),
    "accounts": ("账号", "accounts"),
    "letters": ("信件", "letters"),
    "mail": ("邮件", "mail"),
    "pages": ("页面", "pages"),
    "up": ("运行", "up"),
}
