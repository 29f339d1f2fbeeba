"""承接: which campaign another one breaks down 分解下达, and for which of its units."""

from deadlines.written import Declared


class Under(Declared):
    """What a campaign asks of one unit is broken down here: `{campaign: tianjin-2017, unit: heping}`."""

    campaign: str
    unit: str
