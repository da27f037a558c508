"""One form for the many ways a character is printed, so that a rule is written once.

Every fold keeps the length of the text: what is found in the folded text stands at the same place in the printed one.
"""

# Traditional characters that occur in our own words (牽頭單位, 辦結時限, 長期堅持), each above its simplified form.
_TRADITIONAL = (
    "並乾佈併來侷係個們備傢傳僑優內兩冊別則劃動務匯區協卽厤叄員啓啟單噹嚴國圍園團執堅報場塊壓婦學實審將專對導"
    "屬崗帥幹幾廠廳張強彆彔彙後徑從復徹態應戶掛擔據數斷於旂昇時曆書會査條業極榦構標機檔檯欄權歷歸殘氣決況準滙"
    "為無熱爭爲牽狀現產産畫當發監眞確碼禮稅稱積箇節範簡簽籌籤糰紀級細終組結絡給統經綫維網緊線編緻縣總織繫續義"
    "聯職脩臺與舉舘華萬蓋蔘處號衕製複覈見規覽訂計註証評詞話該誌認說説誰調請講證護讀變貝負貫責費資賦賬車軍載輔"
    "輛輪轉辦辭農週進過達適遲邊郵醜醫釋釦銀銜銷錄録錶鍵鎭鏈長門開間閤闆關陞隊階際隨雙電鞏韆頁項順須預領頭頻題"
    "類風颱飛館馬驗驛體髮鬚魚鳥麪麫麵黃點黨齊齒齣龍"
)
_SIMPLIFIED = (
    "并干布并来局系个们备家传侨优内两册别则划动务汇区协即历叁员启启单当严国围园团执坚报场块压妇学实审将专对导"
    "属岗帅干几厂厅张强别录汇后径从复彻态应户挂担据数断于旗升时历书会查条业极干构标机档台栏权历归残气决况准汇"
    "为无热争为牵状现产产划当发监真确码礼税称积个节范简签筹签团纪级细终组结络给统经线维网紧线编致县总织系续义"
    "联职修台与举馆华万盖参处号同制复核见规览订计注证评词话该志认说说谁调请讲证护读变贝负贯责费资赋账车军载辅"
    "辆轮转办辞农周进过达适迟边邮丑医释扣银衔销录录表键镇链长门开间合板关升队阶际随双电巩千页项顺须预领头频题"
    "类风台飞馆马验驿体发须鱼鸟面面面黄点党齐齿出龙"
)

_SAME = {
    " ": "　\u00a0\u2002\u2003\u2009",
    "(": "〔【[［〖｛{﹙﹝",
    ")": "〕】]］〗｝}﹚﹞",
    "-": "—–－−‐‑～~〜﹣",
    "%": "﹪",
    ",": "﹐",
    "、": "﹑",
    ";": "﹔",
    ":": "﹕︰",
    ".": "．﹒",
    "〇": "○零",
}


def _table() -> dict[int, str]:
    folded = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    folded |= {ord(odd): plain for plain, odds in _SAME.items() for odd in odds}
    folded |= {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    return folded


_FOLDED = _table()


def fold(text: str) -> str:
    """Return ``text`` in half-width forms, one kind of bracket and dash, and simplified words; same length."""
    return text.translate(_FOLDED)
