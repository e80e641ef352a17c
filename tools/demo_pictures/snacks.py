"""Camilan Nusantara."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501, PLR0913, PLR0917, PLR2004

from __future__ import annotations

import math

from demo_pictures import cloth
from demo_pictures.canvas import Canvas, dark, light, mix, polar, smooth
from demo_pictures.shapes import STRAW, chilli, heap, jar, jar_front, leaf, pouch


def _tray(c: Canvas, x: float, y: float, rx: float, ry: float) -> None:
    """A round winnowing tray of plaited bamboo."""
    c.shadow(x, y + ry * 0.9, rx, ry * 0.5)
    c.ellipse(x, y + 14, rx, ry, dark(STRAW, 0.45))
    c.ellipse(x, y, rx, ry, c.body(STRAW, 0.3))
    c.ellipse(x, y + 2, rx - 22, ry - 14, cloth.weave(c, STRAW, 26, "matrix(1 .4 -1 .4 0 0)", contrast=0.2))
    c.ellipse(x, y + 2, rx - 22, ry - 14, c.blend((0, "#5a3a1a"), (0.4, "#f5dfa8"), x2=0.3), opacity=0.25)
    c.ellipse(x, y, rx - 10, ry - 7, None, stroke=dark(STRAW, 0.35), width=3, dash="12 8")


def _crisp(c: Canvas, x: float, y: float, r: float, turn: float, colour: str, squash: float = 0.72) -> None:
    """A thin, slightly curled crisp."""
    points = [polar(0, 0, r * (1 + 0.07 * math.sin(i * 2.3 + turn)), i * 45, squash) for i in range(8)]
    with c.group(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})"):
        c.path(smooth([(px, py + 5) for px, py in points]), dark(colour, 0.32))
        c.path(smooth(points), c.body(colour, 0.28))
        c.path(
            f"M{-r * 0.6:.0f} {r * 0.1:.0f}Q0 {-r * 0.4:.0f} {r * 0.62:.0f} {r * 0.04:.0f}",
            stroke=light(colour, 0.5),
            width=4,
            opacity=0.7,
            cap="round",
        )


def keripik_singkong(c: Canvas) -> None:
    pouch(c, 120, 130, 300, 500, "#c8372d")
    c.path("M116 250Q270 200 424 250V330Q270 270 116 330Z", "#f2b83c")
    c.ellipse(270, 440, 118, 124, "#fff6dd")
    with c.group(clip=c.clip("M160 440A110 116 0 0 0 380 440A110 116 0 0 0 160 440Z")):
        c.rect(150, 320, 240, 240, "#e6bb62")
        for x, y, turn in (
            (200, 380, 20),
            (320, 380, -30),
            (230, 460, -10),
            (330, 470, 30),
            (220, 540, 60),
            (310, 550, -20),
        ):
            _crisp(c, x, y, 54, turn, "#f2d283")
        c.path(
            "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(30, 270, 440, 110, 110, seed=2)),
            stroke="#b5301f",
            width=7,
            cap="round",
        )
    chilli(c, 222, 206, 110, -8, "#f6d9a0")
    # A cassava root, one end cut.
    c.shadow(580, 620, 170, 34)
    c.path(
        "M430 600C450 540 560 500 640 470C700 448 760 440 764 462C768 490 690 540 640 568C570 608 520 650 470 660C438 662 424 630 430 600Z",
        c.blend((0, "#a9744a"), (1, "#54301c"), x2=0.4),
    )
    c.path(
        "M500 560q20 20 14 46M560 530q18 16 14 40M620 504q16 16 12 32M676 478q12 12 8 26",
        stroke="#4a2a18",
        width=4,
        opacity=0.6,
    )
    c.ellipse(456, 626, 38, 46, "#7a4a2c", turn="-30 456 626")
    c.ellipse(456, 626, 33, 41, "#e9b8b0", turn="-30 456 626")
    c.ellipse(456, 626, 27, 34, c.ball("#fffaf0", 0.1), turn="-30 456 626")
    c.path("M446 610l20 34", stroke="#d8cbb8", width=3)
    c.shadow(330, 724, 240, 22)
    for x, y, turn in ((180, 700, 15), (280, 690, -20), (380, 706, 40), (490, 712, -12), (330, 734, 5)):
        _crisp(c, x, y, 52, turn, "#f0cd7a")
    c.path(
        "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(20, 350, 706, 200, 22, seed=6)),
        stroke="#b5301f",
        width=7,
        cap="round",
    )


def keripik_tempe_sanan(c: Canvas) -> None:
    _tray(c, 400, 570, 330, 150)

    def slice_of_tempe(x: float, y: float, turn: float, seed: int) -> None:
        with c.group(f"translate({x} {y}) rotate({turn})"):
            edge = "M-118 4C-122 -54 -70 -74 0 -74C74 -74 124 -50 118 4C116 52 70 72 0 72C-74 72 -116 50 -118 4Z"
            c.path(edge, dark("#c98a35", 0.35), transform="translate(4 12)")
            c.path(edge, c.body("#dda348", 0.26))
            c.path(
                "M-96 2C-98 -42 -56 -58 0 -58C58 -58 100 -40 96 2C94 42 56 56 0 56C-58 56 -94 40 -96 2Z",
                "#c58a3d",
                opacity=0.55,
            )
            spots = heap(17, 0, 0, 88, 50, seed=seed, gap=26)
            c.path(
                "".join(f"M{px - 8:.0f} {py:.0f}l13 {3 if a > 90 else -3}" for px, py, a in spots),
                stroke="#8f5d22",
                width=21,
                cap="round",
            )
            c.path(
                "".join(f"M{px - 8:.0f} {py - 2:.0f}l13 {3 if a > 90 else -3}" for px, py, a in spots),
                stroke="#f3d999",
                width=15,
                cap="round",
            )
            c.path("M-104 -20Q-80 -60 -10 -66", stroke="#fff1c9", width=6, opacity=0.7, cap="round")
            c.path("M-40 40l8 -6M50 -40l10 4M70 20l-8 8M-70 10l-10 6", stroke="#5d7a35", width=6, cap="round")

    slice_of_tempe(270, 500, -14, 3)
    slice_of_tempe(530, 500, 12, 5)
    slice_of_tempe(400, 430, 4, 8)
    slice_of_tempe(300, 590, 8, 13)
    slice_of_tempe(510, 596, -8, 17)
    # A block of tempeh in a banana leaf behind.
    c.path("M150 330L420 250L650 300L380 392Z", c.body("#4f8a3a", 0.25))
    c.path("M220 300L560 214L640 264L300 356Z", c.blend((0, "#fbf3de"), (1, "#dcc79c")))
    c.path("M300 356L640 264V312L300 406Z", c.body("#d9c290", 0.2))
    c.path("M220 300L300 356V406L220 346Z", "#c4aa74")
    c.path(
        "".join(
            f"M{x} {y}l10 -3"
            for x, y in (
                (280, 306),
                (330, 316),
                (350, 288),
                (400, 298),
                (420, 268),
                (470, 278),
                (490, 250),
                (540, 258),
                (570, 238),
                (590, 268),
                (360, 344),
                (420, 330),
                (480, 314),
                (540, 300),
                (600, 284),
                (390, 372),
                (460, 352),
                (530, 334),
                (600, 314),
                (330, 378),
            )
        ),
        stroke="#b08a4a",
        width=15,
        cap="round",
        opacity=0.8,
    )
    leaf(c, 130, 360, 200, 10, "#4f8a3a")
    leaf(c, 670, 320, 170, 160, "#4f8a3a")


def _banana(c: Canvas, d: str, ridge: str) -> None:
    c.path(d, c.blend((0, "#fbe27a"), (0.5, "#f0c23c"), (1, "#b98a24")))
    c.path(ridge, stroke="#c9962a", width=5, opacity=0.7)


def keripik_pisang_lampung(c: Canvas) -> None:
    pouch(c, 420, 120, 270, 480, "#f0c04a")
    c.path("M414 330Q560 270 700 330V470Q560 420 414 470Z", "#6b3f22")
    c.path(
        "M450 420C480 460 580 470 650 380C660 370 676 380 670 396C640 470 520 510 452 456C436 442 438 418 450 420Z",
        "#fbe27a",
        stroke="#fff4c9",
        width=4,
    )
    c.path(
        "M470 210c30 -30 80 -26 110 4c-40 30 -80 26 -110 -4ZM600 214c20 -16 50 -16 66 0c-26 18 -46 16 -66 0Z",
        "#fff4c9",
        opacity=0.85,
    )
    # A hand of bananas.
    c.shadow(250, 600, 200, 40)
    _banana(
        c,
        "M150 250C110 350 120 500 230 580C250 594 272 580 262 562C210 500 190 400 200 270Z",
        "M170 270C150 380 170 490 246 572",
    )
    _banana(
        c,
        "M186 246C180 350 230 470 350 530C372 540 388 522 374 506C300 450 250 370 240 252Z",
        "M212 260C214 360 270 460 362 520",
    )
    _banana(
        c,
        "M226 240C250 330 320 420 440 450C462 454 472 434 456 422C380 390 310 320 280 232Z",
        "M252 246C280 330 350 410 450 438",
    )
    c.path(
        "M150 260C150 220 170 190 190 150L226 158C230 190 270 210 282 240Q210 280 150 260Z",
        c.blend((0, "#d9c04a"), (1, "#8f8a2f")),
    )
    c.path("M188 152l4 -22l32 6l2 22Z", "#5a4a24")
    c.path("M240 574l14 8M362 522l14 4M448 440l16 2", stroke="#4a3a1c", width=13, cap="round")
    # Long crisps, half of them dusted with cocoa.
    c.shadow(380, 716, 280, 24)
    for x, y, turn, colour in (
        (160, 690, -12, "#ecc464"),
        (300, 676, 8, "#ecc464"),
        (230, 718, 3, "#e3b552"),
        (450, 684, -10, "#7a4a2a"),
        (590, 690, 10, "#6b3f22"),
        (520, 722, -2, "#7a4a2a"),
        (380, 724, 12, "#ecc464"),
    ):
        with c.group(f"translate({x} {y}) rotate({turn})"):
            c.path("M-88 4C-80 -30 70 -32 88 2C80 30 -70 34 -88 4Z", dark(colour, 0.35), transform="translate(2 7)")
            c.path("M-88 4C-80 -30 70 -32 88 2C80 30 -70 34 -88 4Z", c.body(colour, 0.25))
            c.path(
                "M-60 2Q0 -12 62 2M-40 8h.1M-14 4h.1M14 8h.1M40 4h.1",
                stroke=dark(colour, 0.35),
                width=4,
                cap="round",
                opacity=0.7,
            )


def kue_nastar(c: Canvas) -> None:
    inside = jar(c, 220, 190, 320, 420, lid="#b5302c")
    gold = "#e8a838"

    def cookie(x: float, y: float, r: float) -> None:
        c.circle(x, y, r, c.ball(gold, 0.35))
        c.path(
            f"M{x - r * 0.5:.0f} {y - r * 0.35:.0f}q{r * 0.3:.0f} {-r * 0.36:.0f} {r * 0.7:.0f} {-r * 0.26:.0f}",
            stroke="#fff2c4",
            width=r * 0.15,
            cap="round",
            opacity=0.85,
        )
        h = r * 0.13
        c.path(
            f"M{x - h:.0f} {y - r * 0.12 - h:.0f}l{2 * h:.0f} {2 * h:.0f}M{x + h:.0f} {y - r * 0.12 - h:.0f}l{-2 * h:.0f} {2 * h:.0f}",
            stroke="#4a2a18",
            width=5,
            cap="round",
        )

    with c.group(clip=inside):
        c.rect(230, 260, 300, 350, dark(gold, 0.45))
        for row in range(4):
            for i in range(4):
                cookie(262 + i * 90 - (row % 2) * 44, 552 - row * 80, 50)
    jar_front(c, 220, 190, 320, 420)
    # Pineapple, and three pastries one of which is cut.
    c.shadow(640, 640, 100, 24)
    c.path(
        "M580 400C560 480 566 600 600 636Q640 656 680 636C714 600 720 480 700 400Q640 366 580 400Z", c.ball("#e3a02f")
    )
    with c.group(
        clip=c.clip("M580 400C560 480 566 600 600 636Q640 656 680 636C714 600 720 480 700 400Q640 366 580 400Z")
    ):
        lines = "".join(f"M{x} 370L{x + 180} 660M{x + 180} 370L{x} 660" for x in range(440, 760, 44))
        c.path(lines, stroke="#9a6418", width=5, opacity=0.75)
    for turn, n in ((-150, 110), (-30, 110), (-125, 140), (-55, 140), (-90, 160), (-105, 110), (-75, 110)):
        leaf(c, 640, 396, n, turn, "#4f8a3a", breadth=0.16, veins=False)
    c.shadow(360, 716, 210, 24)
    cookie(250, 680, 46)
    cookie(350, 694, 48)
    c.path("M420 690A50 50 0 0 1 520 690Q520 738 470 738Q420 738 420 690Z", c.ball(gold, 0.3))
    c.ellipse(470, 694, 46, 40, "#f6dc9a")
    c.ellipse(470, 696, 27, 23, c.ball("#c9762a"))


def dodol_garut(c: Canvas) -> None:
    # A bed of banana leaf, wrapped pieces and two opened ones.
    c.shadow(400, 640, 330, 70)
    c.path("M70 600C160 470 560 420 740 520C700 690 280 740 70 600Z", c.body("#4f8a3a", 0.25))
    c.path("M80 600Q400 540 736 522", stroke="#a9cf7a", width=7)
    c.path(
        "M180 590l50 -70M260 576l60 -84M350 562l60 -84M440 550l60 -70M540 540l50 -50M200 600l80 60M300 584l90 70M400 570l100 64M510 556l90 46",
        stroke="#8fbd66",
        width=3,
        opacity=0.7,
    )

    def sweet(x: float, y: float, turn: float, paper: str) -> None:
        with c.group(f"translate({x} {y}) rotate({turn})"):
            c.ellipse(8, 40, 110, 18, "#1f2a12", opacity=0.28)
            for side in (-1, 1):
                c.path(
                    f"M{side * 78} 0L{side * 142} -40Q{side * 130} -12 {side * 150} 0Q{side * 130} 14 {side * 142} 42Z",
                    c.body(paper, 0.25),
                )
                c.path(
                    f"M{side * 84} 0L{side * 134} -22M{side * 84} 0H{side * 138}M{side * 84} 0L{side * 134} 24",
                    stroke=dark(paper, 0.3),
                    width=3,
                    opacity=0.6,
                )
            c.path(
                "M-84 -22Q-70 -46 0 -46Q70 -46 84 -22Q94 0 84 22Q70 44 0 44Q-70 44 -84 22Q-94 0 -84 -22Z",
                c.blend((0, light(paper, 0.4)), (0.4, paper), (1, dark(paper, 0.35)), x2=0),
            )
            c.path(
                "M-50 -45Q-40 0 -50 43M-16 -46Q-6 0 -16 44M18 -46Q28 0 18 44M52 -45Q62 0 52 43",
                stroke="#ffffff",
                width=13,
                opacity=0.45,
            )
            c.path("M-66 -26Q0 -38 60 -28", stroke="#ffffff", width=7, opacity=0.7, cap="round")

    sweet(280, 420, -16, "#d9564a")
    sweet(520, 420, 14, "#4f9a6a")
    sweet(400, 350, 3, "#e8a83c")
    sweet(200, 540, 10, "#8a5a9a")
    sweet(600, 530, -10, "#d9564a")
    # Opened: glossy brown blocks on their paper.
    c.path("M240 600L470 540L560 640L330 716Z", c.body("#fbf1d8", 0.12))
    c.path("M240 600L470 540L480 552L254 614Z", "#ffffff", opacity=0.8)
    for x, y in ((330, 600), (450, 610)):
        c.path(
            f"M{x - 70} {y}L{x + 30} {y - 26}L{x + 74} {y + 12}L{x - 26} {y + 42}Z",
            c.blend((0, "#9a5a30"), (1, "#5a2f18")),
        )
        c.path(f"M{x - 70} {y}L{x - 26} {y + 42}V{y + 84}L{x - 70} {y + 40}Z", "#4a2412")
        c.path(f"M{x - 26} {y + 42}L{x + 74} {y + 12}V{y + 52}L{x - 26} {y + 84}Z", c.body("#6b3a1e", 0.25))
        c.path(f"M{x - 56} {y}L{x + 26} {y - 20}", stroke="#f0c99a", width=6, opacity=0.8, cap="round")
        seeds = heap(13, x, y + 8, 56, 20, seed=x)
        c.path("".join(f"M{px:.0f} {py:.0f}l6 -3" for px, py, _ in seeds), stroke="#f6e3b8", width=6, cap="round")


def rengginang_mentah(c: Canvas) -> None:
    _tray(c, 400, 500, 350, 200)

    def cracker(x: float, y: float, r: float, colour: str, seed: int) -> None:
        c.ellipse(x + 6, y + 14, r, r * 0.72, "#3a240f", opacity=0.4)
        rim = "".join("M{:.0f} {:.0f}h.1".format(*polar(x, y, r * 0.95, a, 0.72)) for a in range(0, 360, 20))
        c.ellipse(x, y, r, r * 0.72, mix(dark(colour, 0.2), "#b5803c", 0.45))
        c.path(rim, stroke=colour, width=19, cap="round")
        grains = heap(27, x, y, r * 0.88, r * 0.6, seed=seed, gap=14)
        strokes = "".join(f"M{px:.0f} {py:.0f}l{11 * math.cos(a):.0f} {6 * math.sin(a):.0f}" for px, py, a in grains)
        c.path(strokes, stroke=dark(colour, 0.4), width=14, cap="round", transform="translate(1 3)")
        c.path(strokes, stroke=light(colour, 0.3), width=11, cap="round")

    for x, y, r, colour, seed in (
        (260, 420, 98, "#f3e6c6", 1),
        (470, 390, 98, "#f3e6c6", 2),
        (600, 490, 90, "#d98a5a", 3),
        (210, 550, 92, "#d98a5a", 4),
        (400, 530, 110, "#f3e6c6", 5),
        (560, 610, 86, "#f3e6c6", 7),
    ):
        cracker(x, y, r, colour, seed)
    # Ears of rice.
    c.path("M40 262Q160 206 320 170M60 232Q180 172 320 128", stroke="#b59a45", width=6)
    grains = ""
    for i in range(9):
        for x, y in ((96 + i * 26, 234 - i * 7), (110 + i * 25, 198 - i * 8)):
            grains += f"M{x} {y}l12 -15M{x + 8} {y + 5}l17 5"
    c.path(grains, stroke="#a9862f", width=15, cap="round")
    c.path(grains, stroke="#e8c85e", width=11, cap="round")


def kerupuk_kaleng(c: Canvas) -> None:
    red = "#c43a30"

    def cracker(x: float, y: float, r: float, turn: float) -> None:
        rings = "".join(
            "M{:.0f} {:.0f}".format(*polar(0, 0, r * 0.62, a))
            + "c{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}".format(
                *polar(0, 0, r * 0.6, a - 70), *polar(0, 0, r * 0.6, a + 70), 0.0, 1.0
            )
            for a in range(0, 360, 45)
        )
        with c.group(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f})"):
            c.circle(0, 0, r, "#efe3c8")
            c.path(rings, stroke="#c9b78f", width=r * 0.24)
            c.path(rings, stroke="#fffaf0", width=r * 0.17)
            c.circle(0, 0, r * 0.5, None, stroke="#c9b78f", width=r * 0.2)
            c.circle(0, 0, r * 0.5, None, stroke="#fffdf6", width=r * 0.14)
            c.circle(0, 0, r * 0.95, None, stroke="#fffaf0", width=r * 0.12)

    c.shadow(370, 656, 240, 46)
    c.path("M170 240H570V620Q570 650 540 650H200Q170 650 170 620Z", c.tube(red, 0.32))
    c.path("M170 560H570V620Q570 650 540 650H200Q170 650 170 620Z", "#f0c04a", opacity=0.9)
    c.path("M170 250H570V282H170Z", "#f0c04a", opacity=0.9)
    c.path(
        "M186 604l34 -28l34 28l34 -28l34 28l34 -28l34 28l34 -28l34 28l34 -28l34 28l34 -28l18 14", stroke=red, width=8
    )
    # The window.
    c.circle(370, 424, 132, "#f6ead0")
    with c.group(clip=c.clip("M250 424A120 120 0 0 0 490 424A120 120 0 0 0 250 424Z")):
        c.rect(240, 300, 260, 250, "#8a6a40")
        for x, y, turn in (
            (300, 350, 0),
            (430, 340, 20),
            (366, 430, 40),
            (280, 470, 10),
            (460, 470, 60),
            (370, 530, 30),
        ):
            cracker(x, y, 68, turn)
        c.path("M240 460L440 290H500L240 520Z", "#ffffff", opacity=0.28)
    c.circle(370, 424, 126, None, stroke="#f0c04a", width=14)
    c.circle(370, 424, 134, None, stroke=dark(red, 0.4), width=3)
    # The lid.
    c.path("M152 196Q152 176 176 172L240 150H500L564 172Q588 176 588 196V244H152Z", c.tube(light(red, 0.04), 0.32))
    c.path("M176 172L240 150H500L564 172Z", light(red, 0.25))
    c.path("M152 226H588", stroke="#f0c04a", width=8)
    c.path("M330 150C330 106 410 106 410 150", stroke="#8d9096", width=14)
    c.path("M190 290V540", stroke="#ffffff", width=14, opacity=0.25, cap="round")
    c.shadow(610, 700, 130, 26)
    cracker(600, 640, 84, 15)
    cracker(690, 690, 62, 50)
    cracker(190, 704, 60, 30)


def kacang_mete_flores(c: Canvas) -> None:
    nut = "#ecd2a0"

    def cashew(x: float, y: float, s: float, turn: float) -> None:
        with c.group(f"translate({x:.0f} {y:.0f}) rotate({turn:.0f}) scale({s:g})"):
            c.path(
                "M-30 -6C-34 -34 0 -44 20 -30C46 -12 42 24 18 30C4 32 -2 18 8 10C16 0 6 -12 -6 -6C-14 0 -28 6 -30 -6Z",
                c.body(nut, 0.3),
                stroke=dark(nut, 0.35),
                width=2,
            )
            c.path("M-20 -16Q-2 -34 18 -20Q30 -8 26 8", stroke="#fffaf0", width=5, opacity=0.8, cap="round")

    inside = jar(c, 170, 210, 300, 410, lid="#7a5230")
    with c.group(clip=inside):
        c.rect(180, 290, 280, 330, dark(nut, 0.4))
        for row in range(5):
            for i in range(3):
                cashew(218 + i * 98 + (row % 2) * 40, 572 - row * 66, 1.6, (row * 97 + i * 71) % 360)
    jar_front(c, 170, 210, 300, 410)
    # Cashew apples with the nut below.
    c.path("M560 150C570 190 590 210 600 240M660 150C650 190 660 230 668 280", stroke="#6b5a2f", width=8, cap="round")
    leaf(c, 566, 168, 160, 196, "#4f8a3a", breadth=0.3)
    leaf(c, 650, 160, 130, -30, "#4f8a3a", breadth=0.3)
    for x, y, colour in ((590, 250, "#e0522f"), (680, 290, "#eeb03a")):
        c.path(
            f"M{x - 34} {y}C{x - 70} {y + 60} {x - 66} {y + 150} {x} {y + 152}C{x + 66} {y + 150} {x + 70} {y + 60} {x + 34} {y}Q{x} {y - 18} {x - 34} {y}Z",
            c.ball(colour),
        )
        c.path(f"M{x - 34} {y + 40}q-10 40 4 76", stroke="#ffffff", width=10, opacity=0.5, cap="round")
        c.path(
            f"M{x - 30} {y + 156}C{x - 36} {y + 196} {x + 10} {y + 214} {x + 34} {y + 190}C{x + 46} {y + 174} {x + 36} {y + 152} {x + 16} {y + 156}C{x} {y + 170} {x - 10} {y + 146} {x - 30} {y + 156}Z",
            c.ball("#8a8a60"),
        )
    c.shadow(540, 700, 220, 30)
    for x, y, turn in (
        (410, 690, 10),
        (490, 674, 120),
        (570, 694, 220),
        (650, 676, 40),
        (520, 728, 300),
        (620, 732, 80),
    ):
        cashew(x, y, 1.25, turn)


PICTURES = {
    "keripik-singkong": keripik_singkong,
    "keripik-tempe-sanan": keripik_tempe_sanan,
    "keripik-pisang-lampung": keripik_pisang_lampung,
    "kue-nastar": kue_nastar,
    "dodol-garut": dodol_garut,
    "rengginang-mentah": rengginang_mentah,
    "kerupuk-kaleng": kerupuk_kaleng,
    "kacang-mete-flores": kacang_mete_flores,
}
