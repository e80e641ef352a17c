"""The head of an answer in one piece: a line a header, and no header that would make two."""

import pytest

from niaga.web.answering import whole_head


def test_each_header_is_a_line():
    assert whole_head([(b"etag", b'"a"'), (b"vary", b"Origin, Accept-Language")]) == (
        b'etag: "a"\r\nvary: Origin, Accept-Language\r\n'
    )
    assert whole_head([]) == b""


@pytest.mark.parametrize("bad", [b"a\r\nset-cookie: b", b"a\nb", b"a\rb", b"a\0b", b"a\x7fb"])
def test_what_would_begin_another_line_is_refused(bad: bytes):
    with pytest.raises(RuntimeError):
        whole_head([(b"location", bad)])
    with pytest.raises(RuntimeError):
        whole_head([(bad, b"elsewhere")])
