"""Archives that would fill memory, hide something, or mean different things to different programs."""

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.files.making import docx, docx_parts, refused, taken, xlsx, xlsx_parts, zipped
from tracker.files.limits import MB, Limits

FAR_LARGER = "解压后远比一般文件大"
ODD_NAMES = "文件内部的名称不正常"
DAMAGED = "损坏"


def test_f2_a_bomb_is_refused_long_before_it_is_unpacked() -> None:
    bomb = docx(more={"word/media/a.bin": bytes(30 * MB)})

    assert FAR_LARGER in refused(bomb, "a.docx")


def test_f2_a_bomb_in_the_text_itself_is_refused() -> None:
    bomb = docx("<w:p><w:t>" + "啊" * 5 * MB + "</w:t></w:p>")

    assert FAR_LARGER in refused(bomb, "a.docx")


def test_f2_many_parts_count_together() -> None:
    bomb = xlsx(more={f"xl/media/{number}.bin": bytes(100_000) for number in range(100)})

    assert FAR_LARGER in refused(bomb, "a.xlsx")


def test_f2_a_document_may_unpack_to_the_limit_and_no_byte_further() -> None:
    content = docx()
    unpacked = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(content)).infolist())

    assert taken(content, "a.docx", limits=Limits(unpacked=unpacked))
    assert FAR_LARGER in refused(content, "a.docx", limits=Limits(unpacked=unpacked - 1))


def test_f2_the_ratio_counts_from_a_size_that_could_do_harm() -> None:
    content = docx(more={"word/media/a.bin": bytes(900_000)})

    assert taken(content, "a.docx")
    assert FAR_LARGER in refused(content, "a.docx", limits=Limits(ratio_from=0))


def test_f2_a_bomb_whose_directory_lies_about_the_size_is_refused() -> None:
    bomb = docx(more={"word/media/a.bin": bytes(10 * MB)})
    true_size = struct.pack("<L", 10 * MB)

    assert bomb.count(true_size) == 2
    assert DAMAGED in refused(bomb.replace(true_size, struct.pack("<L", 1000)), "a.docx")


def test_f2_an_archive_may_have_as_many_members_as_the_limit() -> None:
    content = docx()

    assert taken(content, "a.docx", limits=Limits(members=len(docx_parts())))
    assert "超过5个部分" in refused(content, "a.docx", limits=Limits(members=5))


def test_f2_more_members_than_the_end_of_the_archive_admits_are_counted() -> None:
    content = docx(more={f"word/media/{number}.png": b"" for number in range(2_000)})
    end = content.rindex(b"PK\5\6")
    admitted = content[: end + 8] + struct.pack("<2H", 6, 6) + content[end + 12 :]

    assert "超过2000个部分" in refused(content, "a.docx")
    assert "超过2000个部分" in refused(admitted, "a.docx")


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../a.xml",
        "word/../../a.xml",
        "word/./a.xml",
        "word//a.xml",
        "word\\a.xml",
        "..\\a.xml",
        "C:/a.xml",
        "word/%2e%2e/a.xml",
        "word/．．/a.xml",
        "word/a\u202efdp.xml",
        "word/a\r\n.xml",
        "word/ /a.xml",
    ],
)
def test_f2_a_member_whose_name_leads_elsewhere_is_refused(name: str) -> None:
    assert ODD_NAMES in refused(docx(more={name: "<a/>"}), "a.docx")


@pytest.mark.parametrize(
    "name",
    ["word/Document.xml", "WORD/DOCUMENT.XML", "word/ｄocument.xml", "word/%64ocument.xml", "word/document.xml/"],
)
def test_f2_two_members_that_some_program_takes_for_one_are_refused(name: str) -> None:
    assert ODD_NAMES in refused(docx(more={name: b""}), "a.docx")


def test_f2_the_same_name_twice_is_refused() -> None:
    content = docx(more={"word/styles.xmk": "<a/>"}).replace(b"word/styles.xmk", b"word/styles.xml")

    assert ODD_NAMES in refused(content, "a.docx")


@pytest.mark.parametrize("mode", [0o120777, 0o010644, 0o020644])
def test_f2_a_link_or_device_is_refused(mode: int) -> None:
    file = io.BytesIO(docx())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("word/media/a.png")
        link.external_attr = mode << 16
        archive.writestr(link, "/etc/passwd")

    assert ODD_NAMES in refused(file.getvalue(), "a.docx")


@pytest.mark.parametrize(
    "hidden", [zipped({"a": "a"}), b"Rar!\x1a\7\0", b"7z\xbc\xaf\x27\x1c", b"MZ\x90\0", b"\x7fELF"]
)
def test_f2_an_archive_or_program_inside_is_refused_whatever_it_is_called(hidden: bytes) -> None:
    assert "压缩包或程序" in refused(docx(more={"word/media/a.png": hidden}), "a.docx")


@pytest.mark.parametrize("name", ["a.zip", "word/A.ZIP", "a.7z", "a.tar.gz", "a.exe", "a.rar"])
def test_f2_a_member_called_like_an_archive_is_refused(name: str) -> None:
    assert "压缩包或程序" in refused(docx(more={name: b"x"}), "a.docx")


def test_f2_members_that_share_bytes_are_refused() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("word/b.txt", "b" * 100)
    shared = archive.infolist()[0]
    file = io.BytesIO(docx())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/a.txt", b"-" + inner.getvalue()[:150])
        shared.header_offset = archive.getinfo("word/a.txt").header_offset + 30 + len("word/a.txt") + 1
        archive.filelist.append(shared)
    with zipfile.ZipFile(file) as archive:
        assert archive.read("word/b.txt") == b"b" * 100  # a careless reader sees nothing odd

    assert DAMAGED in refused(file.getvalue(), "a.docx")


def _with_bytes_before(content: bytes) -> bytes:
    return b"PK\3\4 something else entirely" + content


def _with_bytes_behind(content: bytes) -> bytes:
    return content + b"more"


def _with_other_local_name(content: bytes) -> bytes:
    return content.replace(b"word/styles.xml", b"word/stylus.xml", 1)


def _with_broken_content(content: bytes) -> bytes:
    at = content.index(b"word/document.xml") + 60
    return content[:at] + b"\0\0\0\0" + content[at + 4 :]


def _with_odd_packing(content: bytes) -> bytes:
    return zipped(docx_parts(), packing=zipfile.ZIP_LZMA)


def _with_an_end_in_the_comment(content: bytes) -> bytes:
    return content[:-2] + b"\x16\0" + content[-22:]


def _on_several_disks(content: bytes) -> bytes:
    end = content.rindex(b"PK\5\6")
    return content[: end + 4] + b"\1\0\1\0" + content[end + 8 :]


@pytest.mark.parametrize(
    "change",
    [
        _with_bytes_before,
        _with_bytes_behind,
        _with_other_local_name,
        _with_broken_content,
        _with_odd_packing,
        _with_an_end_in_the_comment,
        _on_several_disks,
    ],
)
def test_an_archive_that_programs_could_read_differently_is_refused(change: Callable[[bytes], bytes]) -> None:
    assert DAMAGED in refused(change(docx()), "a.docx")


def test_the_end_of_another_archive_inside_a_picture_does_no_harm() -> None:
    content = zipped(docx_parts() | {"word/media/a.png": b"-PK\5\6" + bytes(18)}, packing=zipfile.ZIP_STORED)

    assert taken(content, "a.docx")


def test_an_encrypted_member_is_told_as_a_password() -> None:
    content = bytearray(docx())
    content[content.index(b"PK\1\2") + 8] |= 1

    assert "加了密码" in refused(bytes(content), "a.docx")


def test_a_line_end_behind_the_archive_does_no_harm() -> None:
    assert taken(docx() + b"\r\n", "a.docx")


def test_an_archive_written_for_large_files_is_taken() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in xlsx_parts().items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(part.encode() if isinstance(part, str) else part)
    content = file.getvalue()
    end = content.index(b"PK\5\6")
    entries, length, offset = struct.unpack_from("<H2L", content, end + 10)
    large_end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, length, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    filled = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)

    assert taken(content, "a.xlsx")
    assert taken(content[:end] + large_end + locator + filled, "a.xlsx")


MEASURE = """
import re, sys
from pathlib import Path
from tracker.errors import Refusal
from tracker.files.inspection import inspect

def peak():
    return int(re.search("VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1])

inspect(Path(sys.argv[1]), "a.docx")
before = peak()
for path in sys.argv[2:]:
    try:
        inspect(Path(path), path)
    except Refusal as refusal:
        print(refusal.values["name"], "refused")
print("risen by MB:", (peak() - before) // 1024)
"""
PADDING = Random(1).randbytes(MB)  # what cannot be packed leaves room for a hundred times as much that can
BOMBS = {
    "depth": "<a>" * 1_000_000,
    "names": "<a>" + "".join(f"<n{number}/>" for number in range(300_000)) + "</a>",
    "prefixes": "<a>" + "".join(f'<a xmlns:n{number}="a"/>' for number in range(300_000)) + "</a>",
    "attribute": f'<a b="{"x" * 30 * MB}"/>',
    "comment": f"<a><!--{'x' * 30 * MB}--></a>",
    "text": f"<a><t>{'啊' * 10 * MB}</t></a>",
    "code": f"<a><instrText>{' ' * 30 * MB}</instrText><f>{'x' * 30 * MB}</f></a>",
}


def test_f2_bombs_do_not_fill_memory(tmp_path: Path) -> None:
    paths = [tmp_path / "whole.docx"]
    paths[0].write_bytes(docx())
    for name, bomb in BOMBS.items():
        paths.append(tmp_path / f"{name}.docx")
        paths[-1].write_bytes(docx(more={"word/media/a.jpeg": PADDING, "word/a.xml": bomb}))
    paths.append(tmp_path / "zeros.docx")
    paths[-1].write_bytes(docx(more={"word/media/a.jpeg": PADDING, "word/media/a.emf": bytes(150 * MB)}))

    run = subprocess.run([sys.executable, "-c", MEASURE, *map(str, paths)], capture_output=True, text=True, check=True)

    *answers, last = run.stdout.splitlines()
    refused_names = {answer.split()[0].removesuffix(".docx") for answer in answers}
    assert refused_names == {"depth", "names", "prefixes", "attribute", "comment", "zeros"}
    assert int(last.rpartition(":")[2]) < 20
