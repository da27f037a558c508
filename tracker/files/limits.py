"""How large, how deep and how many-parted an uploaded file may be."""

from dataclasses import dataclass

MB = 1024 * 1024
CHUNK = 64 * 1024  # read in one go; no member or part is ever held in memory as a whole


@dataclass(frozen=True)
class Limits:
    """Bounds of one upload, in bytes unless said otherwise."""

    packed: int = 25 * MB
    text: int = 5 * MB  # plain text is decoded as a whole
    unpacked: int = 200 * MB
    ratio: int = 100  # unpacked against packed, of the whole archive
    ratio_from: int = 1 * MB  # unpacked sizes up to here harm nobody, whatever their ratio
    members: int = 2_000
    pixels: int = 40_000_000  # width × height
    attachments: bool = False  # whether a PDF may carry other files: where it is only read, not kept

    def room(self, size: int) -> int:
        """Return how many bytes a file of ``size`` may unpack to."""
        return min(self.unpacked, max(self.ratio_from, self.ratio * size))


DEFAULT = Limits()
