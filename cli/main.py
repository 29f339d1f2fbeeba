"""The `duban` command. A verb is loaded when it is called: `check` never pays for Prefect or SQL."""

import os
import sys
from importlib import import_module

import click

from cli.output import LANG, explain_refusal

#: Verb -> module and what it does, in the order in which people meet them.
VERBS = {
    "init": ("cli.writing", "写一份带注释的申报文件 · write a commented declaration to begin with"),
    "draft": ("cli.drafting", "从纯文本通知拟出申报文件 · propose a declaration from a plain-text notice"),
    "check": ("cli.declare", "检查申报文件 · check the declaration, every fault at once"),
    "fmt": ("cli.writing", "字段名中英互换 · the keys in Chinese or in English"),
    "schema": ("cli.writing", "供编辑器补全的 JSON Schema · the JSON Schema of a declaration"),
    "plan": ("cli.declare", "谁、何时、交什么、为什么 · who owes what by when, and why"),
    "launch": ("cli.launching", "启动专项行动 · put a campaign on record"),
    "up": ("cli.running", "运行：Prefect、核查、送达 · run everything in one process"),
    "pages": ("cli.pages", "只提供页面 · serve the pages alone"),
    "wake": ("cli.running", "立即核查一次 · one wake on demand"),
    "demo": ("cli.running", "演示2017年专项行动 · the 2017 campaign on 26 October 2017"),
    "due": ("cli.counting", "算一个期限并说明理由 · one deadline, with its reasons"),
    "calendar": ("cli.evidence", "节假日安排通知 · the holiday notices that days are counted by"),
    "rules": ("cli.evidence", "期限所依据的法规 · the rules of law that deadlines rest on"),
    "rehearse": ("cli.running", "推演一次专项行动 · play a campaign in virtual time"),
    "submit": ("cli.acting", "报送或代为登记 · hand in, or register what came another way"),
    "record": ("cli.recording", "登记行政决定等事件，或整张表 · record what starts a clock, or a table"),
    "measure": ("cli.measuring", "登记指标数据 · record the figures of a measure"),
    "items": ("cli.registers", "事项台账 · the register of items, each with its steps"),
    "draw": ("cli.drawing", "双随机抽取 · draw inspectors and targets at random, for all to check"),
    "review": ("cli.deciding", "审核：通过、退回、视为未报送 · accept, return, take as not filed, reopen"),
    "extend": ("cli.deciding", "延期：申请、批准、不予 · ask for more time, grant it, refuse it"),
    "pause": ("cli.deciding", "暂停计时与恢复 · stop the clock, or let it go on"),
    "transfer": ("cli.deciding", "转办与申请改派 · give it to another unit, or ask for that"),
    "waive": ("cli.deciding", "免报或撤销 · waive an obligation, or withdraw it"),
    "urge": ("cli.telling", "催办，登记电话催办 · urge now, or record urging by telephone"),
    "instruct": ("cli.telling", "领导批示 · a leader's instruction"),
    "respond": ("cli.telling", "回应没有期限的任务 · say how a task without a date is going"),
    "acknowledge": ("cli.telling", "签收 · confirm to have received a document or an official notice"),
    "liaison": ("cli.liaison", "联络员邮箱与代理联络员 · whose mailbox gets a unit's letters"),
    "sign": ("cli.acting", "签发待签发的督办 · sign what waits for a signature"),
    "status": ("cli.status", "亮灯与进度 · lights by phase and unit, at any instant"),
    "explain": ("cli.showing", "期限为什么是这一天 · why the date is that date"),
    "history": ("cli.showing", "办理记录 · the record, as sentences"),
    "outbox": ("cli.showing", "发件箱 · letters and what became of them"),
    "rollup": ("cli.figures", "汇总统计表 · a form over its units, the missing named"),
    "roster": ("cli.roster", "名册与快速处置组 · rosters against their quota, and the team they make"),
    "user": ("cli.using", "页面的账号 · who may sign in to the pages"),
    "doctor": ("cli.doctoring", "检查安装：正常，或该怎么办 · each part is fine, or what to do"),
    "verify": ("cli.proving", "核验办理记录 · verify the record, and rebuild it"),
    "backup": ("cli.proving", "备份 · a consistent copy of the data folder"),
    "upgrade": ("cli.proving", "升级旧版本的数据库 · bring an older database up to this version"),
}


class Verbs(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order of VERBS."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, or None for an unknown one."""
        del ctx
        if cmd_name not in VERBS:
            return None
        found: click.Command = getattr(import_module(VERBS[cmd_name][0]), cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing any of them."""
        del ctx
        with formatter.section("命令 · verbs"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="duban", message="duban %(version)s")
def duban() -> None:
    """督办：让专项行动按期办结 · keeps government campaigns on their deadlines.

    退出码 · exit codes: 0 正常 fine, 1 有问题 problems found, 2 用法不对 wrong usage.
    """


def main() -> None:
    """Run the command; a refusal is words and exit code 1, never a traceback."""
    meta: dict[str, object] = {}
    try:
        with duban.make_context("duban", sys.argv[1:]) as context:
            meta = context.meta
            duban.invoke(context)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read has seen enough (`| head`); nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except Exception as error:
        said = explain_refusal(error, str(meta.get(LANG, "zh")))
        if said is None:
            raise
        click.echo(said, err=True)
        sys.exit(1)
