"""Small files that look like evidence: a one-page PDF form and a drawn site photograph. Both say they are fictional."""

import struct
import zlib


def form(text: str) -> bytes:
    """A PDF page bearing `text` (ASCII)."""
    stream = (
        f"BT /F1 14 Tf 60 760 Td ({text}) Tj 0 -24 Td (Fictional sample of the demo district) Tj ET".encode()
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def photograph(seed: int, width: int = 480, height: int = 320) -> bytes:
    """A PNG of a building site under a sky; `seed` sets how far the blocks have grown."""
    blocks = [(40 + 90 * i, 60, 40 + (seed * (i + 3) * 37) % 150) for i in range(5)]
    rows = b"".join(b"\0" + _row(height - y, width, height, blocks) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


GROUND, WALL, WINDOW = bytes((158, 140, 112)), bytes((120, 128, 136)), bytes((232, 226, 210))


def _row(up: int, width: int, height: int, blocks: list[tuple[int, int, int]]) -> bytes:
    """One line of the picture, `up` pixels above its foot: sky or ground, and the blocks that reach so high."""
    shade = 205 + 40 * up // height
    row = bytearray((GROUND if up < 50 else bytes((shade - 25, shade - 8, min(shade + 6, 255)))) * width)
    for left, wide, high in blocks:
        if 50 <= up < 50 + high:
            wall = b"".join(WALL if (x // 10 + up // 12) % 3 else WINDOW for x in range(left, left + wide))
            row[3 * left : 3 * (left + wide)] = wall
    return bytes(row)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
