"""A small plan document as offices write them: a letter, an attachment, a table with merged cells."""

from io import BytesIO

from docx import Document

TITLE = "清河市档案局2026年政务公开工作要点任务分解表"
HEADER = ("工作板块", "序号", "工作任务", "牵头科室", "配合科室", "完成时限")
ROWS = (
    ("主动公开", "1", "规范性文件集中公开，标注有效性", "政策法规科", "各科室", "6月底前"),
    ("主动公开", "2", "开放档案目录分批公布，全年不少于4批", "档案管理科", "办公室", "每季度"),
    ("平台建设", "3", "网站栏目检索功能优化", "办公室", "", "9月30日前"),
    ("监督保障", "4", "政务公开业务培训，全年不少于2期", "办公室", "政策法规科", "年底前"),
)


def plan_docx() -> bytes:
    """Return the plan as a Word file; the board's cell is merged over its rows."""
    document = Document()
    document.add_paragraph("关于印发《2026年政务公开工作要点任务分解表》的通知")
    document.add_paragraph("各科室：现将任务分解表印发给你们，请认真落实。")
    document.add_paragraph("附件")
    document.add_paragraph(TITLE)
    table = document.add_table(rows=1 + len(ROWS), cols=len(HEADER))
    for place, words in enumerate((HEADER, *ROWS)):
        for column, text in enumerate(words):
            table.cell(place, column).text = text
    table.cell(2, 0).text = ""
    table.cell(1, 0).merge(table.cell(2, 0))
    content = BytesIO()
    document.save(content)
    return content.getvalue()
