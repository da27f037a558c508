"""The store: contents are whole or not there, nobody else can read them, and rows and files can be compared."""

import errno
import hashlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.errors import NotFound, RuleBroken
from tracker.files.storage import DISK_FULL, NOT_WRITTEN, FileStore, StoredBlob, StoreReport

DAY = 24 * 3600


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def store(root: Path) -> FileStore:
    return FileStore(root, reserve=0)


def content_of(store: FileStore, key: str) -> bytes:
    with store.open(key) as stream:
        return stream.read()


def grow_old(path: Path, seconds: int = DAY + 60) -> None:
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_a_content_is_given_back_as_it_came(store: FileStore) -> None:
    content = os.urandom(200_000)

    blob = store.put(io.BytesIO(content))

    assert content_of(store, blob.key) == content
    assert (blob.sha256, blob.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_f5_the_same_content_twice_lies_under_two_random_names(store: FileStore) -> None:
    keys = {store.put(io.BytesIO("会议纪要".encode())).key for _ in range(20)}

    assert len(keys) == 20
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)


def test_f5_folders_and_files_are_ours_alone_whatever_the_umask(root: Path) -> None:
    before = os.umask(0)
    try:
        FileStore(root, reserve=0).put(io.BytesIO(b"a"))
    finally:
        os.umask(before)

    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (root, *root.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}


@pytest.mark.parametrize(
    "key", ["", "..", "../../etc/passwd", "0" * 31, "0" * 33, "A" * 32, "0" * 32 + "\n", "０" * 32]
)
def test_f5_only_a_key_of_ours_leads_to_a_file(store: FileStore, key: str) -> None:
    with pytest.raises(NotFound):
        store.open(key)
    with pytest.raises(NotFound):
        store.remove(key)


def test_f5_a_link_in_the_store_is_not_followed(store: FileStore, root: Path, tmp_path: Path) -> None:
    blob = store.put(io.BytesIO(b"a"))
    (tmp_path / "secret").write_bytes(b"a")
    (root / blob.key[:2] / blob.key).unlink()
    (root / blob.key[:2] / blob.key).symlink_to(tmp_path / "secret")

    with pytest.raises(NotFound):
        store.open(blob.key)


def test_a_removed_content_is_gone_and_removing_it_again_does_nothing(store: FileStore) -> None:
    blob = store.put(io.BytesIO(b"a"))

    store.remove(blob.key)
    store.remove(blob.key)

    with pytest.raises(NotFound):
        store.open(blob.key)


def test_a_content_is_stored_from_where_the_stream_stands(store: FileStore) -> None:
    stream = io.BytesIO(b"head body")
    stream.seek(5)

    assert content_of(store, store.put(stream).key) == b"body"


def test_r13_nothing_is_stored_when_the_disk_is_nearly_full(root: Path) -> None:
    store = FileStore(root, reserve=1 << 62)

    with pytest.raises(RuleBroken) as refusal:
        store.put(io.BytesIO(b"a"))

    assert (refusal.value.message, refusal.value.field) == (DISK_FULL, "files")
    assert [path for path in root.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("code", "message"), [(errno.ENOSPC, DISK_FULL), (errno.EDQUOT, DISK_FULL), (errno.EIO, NOT_WRITTEN)]
)
def test_r13_a_disk_that_fails_leaves_nothing_and_says_so(
    store: FileStore, root: Path, code: int, message: str
) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000:
                raise OSError(code, os.strerror(code))
            return super().read(size)

    with pytest.raises(RuleBroken) as refusal:
        store.put(Failing(bytes(300_000)))

    assert refusal.value.message == message
    assert [path for path in root.rglob("*") if path.is_file()] == []
    assert content_of(store, store.put(io.BytesIO(b"again")).key) == b"again"


def test_r13_a_write_beyond_what_the_system_allows_is_told_and_leaves_nothing(root: Path) -> None:
    script = """
import io, resource, signal, sys
from tracker.errors import RuleBroken
from tracker.files.storage import FileStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    FileStore(sys.argv[1], reserve=0).put(io.BytesIO(bytes(300_000)))
except RuleBroken as refusal:
    print(refusal)
"""
    run = subprocess.run([sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=True)

    assert "nothing was saved" in run.stdout
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_r20_rows_and_files_that_agree_give_an_empty_report(store: FileStore) -> None:
    blobs = [store.put(io.BytesIO(bytes(size))) for size in (0, 1, 100_000)]

    report = store.verify(blobs)

    assert report == StoreReport((), (), ())
    assert report.is_sound


def test_r20_what_is_missing_changed_or_left_over_is_told(store: FileStore, root: Path) -> None:
    whole, gone, longer, changed, unknown, young = (store.put(io.BytesIO(b"content")) for _ in range(6))
    path = {blob: root / blob.key[:2] / blob.key for blob in (gone, longer, changed, unknown, young)}
    path[gone].unlink()
    path[longer].write_bytes(b"content more")
    path[changed].write_bytes(b"Content")
    grow_old(path[unknown])
    grow_old(path[young], DAY - 60)

    report = store.verify([whole, gone, longer, changed])

    assert report.missing == (gone.key,)
    assert set(report.mismatched) == {longer.key, changed.key}
    assert report.orphaned == (unknown.key,)
    assert not report.is_sound


KILLED = """
import io, os, pathlib, signal, sys
from tracker.files.storage import FileStore

countdown = int(sys.argv[2])

def dying(call):
    def counted(*arguments, **options):
        global countdown
        countdown -= 1
        if not countdown:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return counted

for owner, name in ((os, "open"), (os, "fsync"), (os, "rename"), (os, "mkdir"), (os, "close")):
    setattr(owner, name, dying(getattr(owner, name)))
blob = FileStore(sys.argv[1], reserve=0).put(io.BytesIO(b"content" * 50_000))
print(blob.key, blob.sha256, blob.size)
"""


def test_r20_a_program_killed_between_any_two_steps_leaves_no_half_file(store: FileStore, root: Path) -> None:
    saved: list[StoredBlob] = []
    whole = hashlib.sha256(b"content" * 50_000).hexdigest()
    for step in range(1, 30):
        run = subprocess.run(
            [sys.executable, "-c", KILLED, str(root), str(step)], capture_output=True, text=True, check=False
        )
        if run.returncode == 0:
            key, digest, size = run.stdout.split()
            saved.append(StoredBlob(key, digest, int(size)))
            break

    assert len(saved) == 1
    assert step > 5
    assert store.verify(saved) == StoreReport((), (), ())
    visible = [path for path in root.glob("??/*") if path.is_file()]
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in visible} == {whole}
    assert len(list((root / "incoming").iterdir())) > 0


def test_r20_what_an_upload_left_unfinished_is_removed_after_a_day(store: FileStore, root: Path) -> None:
    blob = store.put(io.BytesIO(b"a"))
    old, young = root / "incoming" / ("0" * 32), root / "incoming" / ("1" * 32)
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    grow_old(old)
    grow_old(root / blob.key[:2] / blob.key)

    assert store.verify([blob]) == StoreReport((), (), ())
    assert store.remove_unfinished() == 1
    assert (old.exists(), young.exists()) == (False, True)
    assert content_of(store, blob.key) == b"a"
