"""What every fault of a declaration of several files says, as `campaigns.wording` does."""

_Pair = tuple[str, str]

FILES: dict[str, tuple[_Pair, _Pair]] = {
    "include_form": (
        ("“{path}”不能这样写：要写相对路径，* 和 ? 只用在文件名里", "请写成“{nearest}”"),
        ("“{path}” is no relative path, with * and ? in the file's name alone", "write “{nearest}”"),
    ),
    "include_outside": (
        ("“{path}”在申报文件所在的文件夹之外", "请把它移到该文件夹里，再写相对路径，如 units/*.yaml"),
        (
            "“{path}” lies outside the folder of the declaration",
            "move it into that folder and write the path from here, e.g. units/*.yaml",
        ),
    ),
    "include_missing": (
        ("找不到要包含的文件“{path}”", "是不是“{suggestion}”？"),
        ("there is no file “{path}” to include", "did you mean “{suggestion}”?"),
    ),
    "include_folder": (
        ("“{path}”是文件夹", "请写成“{nearest}”"),
        ("“{path}” is a folder", "write “{nearest}”"),
    ),
    "include_unreadable": (
        ("要包含的文件“{path}”读不了", "请核对权限；只能包含普通文件"),
        ("the file “{path}” cannot be read", "check its permissions; only plain files can be included"),
    ),
    "include_nothing": (
        ("没有文件与“{path}”相符", "请核对文件夹和扩展名，或删去这一项"),
        ("no file matches “{path}”", "check folder and extension, or delete this entry"),
    ),
    "include_cycle": (
        ("“{path}”又包含了自己：{chain}", "请删去这一项；用 * 时请把各部分放进单独的文件夹"),
        (
            "“{path}” includes itself: {chain}",
            "delete this entry; for * put the parts into a folder of their own",
        ),
    ),
    "include_twice": (
        ("“{path}”在{first}已经包含过", "请只留一处"),
        ("“{path}” was included already, at {first}", "keep one of them"),
    ),
    "include_too_many": (
        ("包含的文件超过{limit}个", "请合并小文件，或分成几份申报文件"),
        ("more than {limit} files are included", "join small files, or make several declarations of it"),
    ),
    "include_too_deep": (
        ("一层层包含超过{limit}层", "请在主文件里直接包含“{path}”"),
        ("files include files more than {limit} levels deep", "include “{path}” in the main file"),
    ),
    "include_too_large": (
        ("到“{path}”为止，各文件合计超过{limit}字节", "请分成几份申报文件"),
        ("with “{path}” the files have more than {limit} bytes", "make several declarations of it"),
    ),
    "main_only": (
        ("“{name}”只能写在主文件“{main}”里", "请移到“{main}”"),
        ("“{name}” stands in the main file “{main}” alone", "move it to “{main}”"),
    ),
    "declared_twice": (
        ("“{name}”重复，{first}已写过", "请合并或删除其中一个"),
        ("“{name}” stands twice, first at {first}", "join them or delete one"),
    ),
}
