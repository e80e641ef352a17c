"""How far a rotation is: a bar that moves on a terminal, a plain line now and then elsewhere."""

import io
import sys

import pytest

from niaga.cli.bars import Bars


class Terminal(io.StringIO):
    """What a person watches."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_a_bar_fills_in_its_place(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", watched := Terminal())
    bars = Bars()
    for done in (0, 1_500, 3_000):
        bars.show("customer_order", done, 3_000)
    bars.show("payment", 1, 2)
    bars.close()
    first, second, _ = watched.getvalue().split("\n")
    assert first.split("\r")[-1].startswith(f"{'█' * 30} 3,000 of 3,000 customer_order")
    assert f"{'█' * 15}{'░' * 15} 1 of 2 payment" in second


def test_where_nobody_watches_lines_are_few(capsys: pytest.CaptureFixture[str]):
    bars = Bars()
    for done in range(1_000):
        bars.show("payment", done, 1_000)
    bars.close()
    assert capsys.readouterr().err == "payment: 0 of 1,000\n"
