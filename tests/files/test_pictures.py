"""Pictures: known from their headers, whole to the end, and of a size that can be shown."""

import io
import struct

import pytest
from PIL import Image

from tests.files.making import jpeg, pdf, png, refused, taken
from tracker.files.limits import Limits


@pytest.mark.parametrize(("width", "height"), [(8_000, 5_000), (40_000_000, 1), (1, 1)])
def test_f1_a_picture_may_have_forty_million_pixels(width: int, height: int) -> None:
    assert taken(png(width, height), "a.png").kind == "png"


@pytest.mark.parametrize(("width", "height"), [(8_000, 5_001), (0xFFFFFFFF, 0xFFFFFFFF)])
def test_f1_a_larger_png_is_refused(width: int, height: int) -> None:
    assert "图片超过40,000,000像素" in refused(png(width, height), "a.png")


def test_f1_a_larger_jpeg_is_refused() -> None:
    assert taken(jpeg(8_000, 5_000), "a.jpg").kind == "jpg"
    assert "图片超过40,000,000像素" in refused(jpeg(8_000, 5_001), "a.jpg")
    assert "图片超过3像素" in refused(jpeg(2, 2), "a.jpg", limits=Limits(pixels=3))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True, "quality": 95}])
def test_what_cameras_and_programs_write_is_taken(options: dict[str, int]) -> None:
    picture = Image.radial_gradient("L").convert("RGB")
    file = io.BytesIO()
    picture.save(file, "JPEG", **options)
    other = io.BytesIO()
    picture.save(other, "PNG")

    assert taken(file.getvalue(), "a.jpeg").kind == "jpg"
    assert taken(file.getvalue() + b"what a telephone adds", "a.jpg").kind == "jpg"
    assert taken(other.getvalue(), "a.png").kind == "png"


@pytest.mark.parametrize(
    "content",
    [
        png(0, 5),
        png().replace(b"IDAT", b"IDOT"),
        png().replace(b"IHDR", b"IHDX"),
        png()[:-1] + b"x",
        png()[:50] + b"x" + png()[51:],
        png()[:8] + png()[33:],
        png()[:33] + struct.pack(">L", 0xFFFFFFFF) + png()[37:],
    ],
)
def test_a_broken_png_is_refused(content: bytes) -> None:
    assert "损坏" in refused(content, "a.png")


@pytest.mark.parametrize(
    "content",
    [
        jpeg(0, 5),
        jpeg().replace(b"\xff\xc0", b"\xff\xc4"),
        jpeg().replace(b"\xff\xda", b"\xff\xdd"),
        jpeg().removesuffix(b"\xff\xd9"),
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xc0\0\4\1\2\xff\xd9",
        b"\xff\xd8\xff\xc0\0\1",
        b"\xff\xd8\xff\xe0\xff\xff",
        b"\xff\xd8" + b"\xff\xe0\0\2" * 30_000 + jpeg()[2:],
    ],
)
def test_a_broken_jpeg_is_refused(content: bytes) -> None:
    assert "损坏" in refused(content, "a.jpg")


def test_a_picture_with_a_document_behind_it_keeps_its_own_kind() -> None:
    assert taken(png() + pdf(), "a.png").content_type == "image/png"
