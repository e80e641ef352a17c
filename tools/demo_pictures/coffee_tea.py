"""Kopi & Teh."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

from demo_pictures.canvas import Canvas, dark, light, polar, smooth
from demo_pictures.shapes import banner, beans, flower, heap, leaf, pouch, steam


def _cherries(c: Canvas, x: float, y: float) -> None:
    c.path(f"M{x - 90} {y + 34}Q{x} {y - 6} {x + 110} {y - 30}", stroke="#7a5a36", width=8, cap="round")
    leaf(c, x - 60, y + 20, 130, 205, "#3f7a3a")
    leaf(c, x + 80, y - 26, 150, -40, "#3f7a3a")
    leaf(c, x + 60, y - 14, 130, 40, "#4c8742")
    for dx, dy, colour in (
        (-36, 20, "#c22f2b"),
        (4, 22, "#b5262a"),
        (-14, -12, "#d5452f"),
        (34, 6, "#c22f2b"),
        (22, -32, "#8fae3f"),
    ):
        c.circle(x + dx, y + dy, 24, c.ball(colour))
        c.circle(x + dx + 4, y + dy + 15, 4, dark(colour, 0.5))


def kopi_arabika_gayo(c: Canvas) -> None:
    pouch(c, 220, 120, 290, 520, "#b98a55")
    window = smooth([(365, 260), (450, 300), (470, 400), (430, 490), (365, 510), (300, 490), (260, 400), (280, 300)])
    c.path(window, c.down("#f7e6bf", "#bfe0e6"))
    with c.group(clip=c.clip(window)):
        c.circle(400, 330, 34, "#f4a940")
        c.path("M240 420L310 320L350 372L400 300L490 420Z", c.down("#4f8a56", "#2f6046"))
        c.path("M240 420L300 360L372 430L440 366L500 430Z", c.down("#76a860", "#4b8450"))
        c.rect(240, 418, 250, 110, c.down("#6fb5c4", "#3d8799"))
        c.path("M280 440h60M350 452h70M300 470h90M380 482h50", stroke="#d9f0f0", width=4, cap="round")
    c.path(window, stroke="#fbf3e2", width=7)
    c.circle(365, 202, 13, "#fbf3e2", stroke=dark("#b98a55", 0.3), width=3)
    c.path("M361 202h8M365 198v8", stroke=dark("#b98a55", 0.3), width=2)
    _cherries(c, 580, 590)
    c.shadow(330, 700, 200, 26)
    beans(
        c,
        [
            (170, 660, 20),
            (230, 684, -30),
            (290, 662, 70),
            (346, 690, 12),
            (404, 664, -50),
            (262, 716, 40),
            (330, 734, -10),
            (460, 694, 30),
            (196, 716, 100),
            (404, 720, 75),
        ],
        30,
    )


def kopi_toraja_sapan(c: Canvas) -> None:
    pouch(c, 150, 130, 270, 500, "#4a3028")
    c.rect(150, 270, 270, 220, "#b3352b")
    c.path("M150 282H420M150 478H420", stroke="#e6b450", width=5, dash="14 8")
    # The tongkonan, the house with a roof like a ship.
    c.path("M172 306C200 392 370 392 398 306C380 350 340 372 285 372C230 372 190 350 172 306Z", "#2a1a16")
    c.path("M172 306C190 350 230 366 285 366C340 366 380 350 398 306L366 384H204Z", "#3a231b")
    c.path("M204 384H366L352 420H218Z", "#e6b450")
    c.path("M232 384V420M260 384V420M285 384V420M310 384V420M338 384V420", stroke="#8c2a22", width=5)
    c.path("M226 420V464M256 420V464M314 420V464M344 420V464", stroke="#f4e2bd", width=7)
    c.path("M206 384V464M364 384V464", stroke="#2a1a16", width=6)
    c.path("M150 270H190V490H150Z", "#ffffff", opacity=0.12)
    # A glass of tubruk.
    c.shadow(560, 668, 130, 30)
    c.path("M484 430L500 650Q560 676 620 650L636 430Z", "#ffffff", opacity=0.4)
    c.path("M491 480L503 646Q560 668 617 646L629 480Z", c.tube("#3b2016"))
    c.path("M501 610L503 646Q560 668 617 646L619 610Q560 630 501 610Z", "#1f0f0a")
    c.ellipse(560, 480, 69, 17, c.body("#6d4127", 0.3))
    c.ellipse(560, 430, 76, 19, None, stroke="#ffffff", width=5, opacity=0.8)
    c.path("M500 450L514 640", stroke="#ffffff", width=10, opacity=0.45, cap="round")
    c.path("M634 470C710 470 706 580 626 572", stroke="#ffffff", width=14, opacity=0.75)
    steam(c, 556, 420)
    c.shadow(300, 712, 170, 20)
    beans(
        c,
        [
            (190, 690, 20),
            (250, 706, -30),
            (312, 690, 65),
            (372, 712, 10),
            (300, 734, 140),
            (440, 700, -60),
            (220, 734, 70),
        ],
        27,
        "#3f2318",
    )


def kopi_kintamani_honey(c: Canvas) -> None:
    pouch(c, 230, 120, 280, 510, "#f3e6cf")
    panel = "M226 300H514V520H226Z"
    c.path(panel, c.down("#f6b65a", "#f9dba0"))
    with c.group(clip=c.clip(panel)):
        c.circle(320, 360, 40, "#fff2cf")
        c.path(
            "M226 520L330 388Q344 376 358 382Q370 376 384 388L514 520Z", c.blend((0, "#a5745a"), (1, "#5b4152"), y2=0)
        )
        c.path("M330 388Q344 376 358 382Q370 376 384 388L398 410Q370 420 350 404Q336 414 320 404Z", "#e8653a")
        c.path("M226 520V480Q300 450 370 490T514 470V520Z", "#4f7f4a")
        c.path("M412 516V440M398 440h28M402 426h20M406 412h12M390 456h44M386 474h52", stroke="#3d2a26", width=8)
    c.path("M226 300H514M226 520H514", stroke="#c58a3a", width=5)
    banner(c, 370, 228, 46, 46)
    flower(c, 370, 228, 32, "#f3a23c", "#fff4d8", count=6, breadth=0.3)
    # An orange and its slice.
    c.shadow(620, 672, 120, 28)
    c.circle(640, 590, 84, c.ball("#ee8a24"))
    c.path("M640 512q6 -10 20 -14", stroke="#6b5a2a", width=8, cap="round")
    leaf(c, 652, 504, 90, -10, "#4c8742")
    c.circle(548, 640, 66, "#ee8a24")
    c.circle(548, 640, 58, "#fff0d0")
    for i in range(8):
        (ax, ay), (bx, by) = polar(548, 640, 50, i * 45 + 4), polar(548, 640, 50, i * 45 + 41)
        c.path(
            f"M548 640L{ax:.0f} {ay:.0f}Q{(ax + bx) / 2 * 1.02 - 11:.0f} {(ay + by) / 2 * 1.02 - 13:.0f} {bx:.0f} {by:.0f}Z",
            "#f59b35",
        )
    c.shadow(250, 706, 150, 20)
    beans(
        c,
        [
            (150, 676, 30),
            (210, 696, -30),
            (272, 680, 60),
            (334, 704, 10),
            (250, 726, 100),
            (180, 722, 160),
            (400, 690, 40),
        ],
        27,
        "#7b4a28",
    )


def teh_melati_kaleng(c: Canvas) -> None:
    green = "#2f6b4f"
    c.shadow(370, 640, 170, 36)
    c.path("M230 240V620Q370 668 510 620V240Z", c.tube(green))
    c.path("M230 300Q370 344 510 300V330Q370 374 230 330Z", "#e0b95a", opacity=0.9)
    c.path("M230 574Q370 620 510 574V600Q370 648 230 600Z", "#e0b95a", opacity=0.9)
    c.path("M222 190V250Q370 300 518 250V190Z", c.tube(green, 0.4))
    c.ellipse(370, 190, 148, 40, c.body("#3f8264"))
    c.ellipse(370, 188, 120, 30, None, stroke="#e0b95a", width=4)
    c.path("M222 248Q370 298 518 248", stroke="#e0b95a", width=6)
    c.path("M270 560C320 520 330 460 400 420C430 404 440 386 450 360", stroke="#a9cf8a", width=6)
    for x, y, turn in ((300, 530, 150), (350, 480, 20), (410, 420, 160), (330, 500, -60), (440, 384, 10)):
        leaf(c, x, y, 62, turn, "#8fc06e", veins=False)
    for x, y, r in ((310, 460, 44), (420, 480, 50), (366, 400, 40)):
        flower(c, x, y, r, "#fffdf4", "#f0cf6a", count=6, breadth=0.3)
    c.path("M246 320V600Q262 612 280 616V334Q262 330 246 320Z", "#ffffff", opacity=0.18)
    # A sprig in front and loose tea.
    c.shadow(580, 690, 130, 24)
    leaf(c, 560, 680, 130, -30, "#3f7a3a")
    leaf(c, 560, 690, 130, 15, "#4c8742")
    for x, y, r in ((560, 650, 50), (620, 690, 46), (500, 694, 42)):
        flower(c, x, y, r, "#fffdf4", "#f0cf6a", count=6, breadth=0.3)
    for x, y, turn in ((640, 628, -60), (672, 660, -20)):
        c.ellipse(x, y, 22, 11, c.ball("#fffdf4", 0.2), turn=f"{turn} {x} {y}", stroke="#d8d3bd", width=1.5)
    dark_leaves = "".join(
        f"M{x:.0f} {y:.0f}q8 {-12 + a % 20:.0f} {18 + a % 9:.0f} {a % 7 - 3:.0f}"
        for x, y, a in heap(42, 250, 704, 140, 24, seed=4)
    )
    c.shadow(260, 712, 160, 22)
    c.path(dark_leaves, stroke="#3c4a2b", width=6, cap="round")


def teh_hijau_ciwidey(c: Canvas) -> None:
    pouch(c, 130, 130, 260, 480, "#7fa552")
    banner(c, 260, 360, 92, 110, "#f6f3df", "#7fa552")
    leaf(c, 262, 430, 130, -90, "#6f9d3c", breadth=0.22)
    leaf(c, 262, 420, 110, -140, "#4f8a3a", breadth=0.3)
    leaf(c, 262, 420, 110, -40, "#4f8a3a", breadth=0.3)
    c.path("M262 450V400", stroke="#6b7f35", width=6, cap="round")
    # A cup of green tea on its saucer.
    c.shadow(540, 676, 180, 36)
    c.ellipse(540, 650, 176, 40, c.body("#fdfbf4", 0.1))
    c.ellipse(540, 646, 110, 24, "#e2dccb")
    c.path("M420 500C424 600 470 648 540 648C610 648 656 600 660 500Z", c.tube("#fbf8ee", 0.16))
    c.path("M654 530C730 514 738 606 640 606", stroke="#f1ecdd", width=18)
    c.ellipse(540, 500, 120, 34, "#ffffff")
    c.ellipse(540, 504, 108, 28, c.blend((0, "#b7bd4d"), (1, "#dcdc86")))
    c.path("M452 500Q500 484 560 486", stroke="#ffffff", width=5, opacity=0.6, cap="round")
    leaf(c, 520, 512, 54, -12, "#6f9d3c", veins=False)
    c.path("M430 540C440 590 462 616 484 630", stroke="#ffffff", width=10, opacity=0.8, cap="round")
    steam(c, 540, 478, 1.1)
    # Two leaves and a bud.
    c.shadow(290, 716, 170, 22)
    c.path("M160 716Q230 700 290 690", stroke="#7a8f3c", width=9, cap="round")
    leaf(c, 230, 702, 150, 20, "#4f8a3a")
    leaf(c, 250, 698, 150, -50, "#5c9740")
    leaf(c, 286, 690, 130, -16, "#8fb84c", breadth=0.18)


def wedang_uwuh(c: Canvas) -> None:
    c.shadow(400, 668, 170, 36)
    c.path("M268 200L300 640Q400 686 500 640L532 200Z", "#ffffff", opacity=0.45)
    c.path("M276 260L303 634Q400 674 497 634L524 260Z", c.tube("#b3242a"))
    c.path("M276 260L303 634Q400 674 497 634L524 260Z", c.sheen("#f4723f", 0.55, x2=0.6, y2=1))
    inside = c.clip("M276 262L303 634Q400 674 497 634L524 262Z")
    with c.group(clip=inside):
        leaf(c, 300, 470, 170, -55, "#8a6a3a")
        leaf(c, 470, 560, 160, -110, "#76562c")
        c.path("M340 590l90 -60M350 620l110 -30M330 560l60 -80", stroke="#f0a07a", width=12, cap="round", opacity=0.75)
        c.circle(420, 420, 44, "#f2cf8a")
        c.circle(420, 420, 34, None, stroke="#d8a95c", width=4)
        c.path("M360 330l14 40M372 318l16 -12M356 322l-14 -10M364 316v-18", stroke="#4a2418", width=9, cap="round")
    c.ellipse(400, 260, 124, 30, c.body("#c9353a", 0.3))
    c.circle(356, 262, 9, "#f08a70", opacity=0.8)
    c.circle(376, 268, 6, "#f08a70", opacity=0.8)
    c.ellipse(400, 200, 132, 33, None, stroke="#ffffff", width=6, opacity=0.85)
    c.path("M292 226L320 620", stroke="#ffffff", width=16, opacity=0.4, cap="round")
    steam(c, 396, 186, 1.1)
    # What is in it: ginger, cinnamon leaf, cloves, shavings of sappanwood.
    c.shadow(180, 700, 130, 24)
    c.path(
        "M90 690C84 650 130 640 150 656C152 622 196 614 204 648C240 632 266 664 240 686C262 716 220 734 196 716C176 742 130 734 132 708C112 716 94 710 90 690Z",
        c.body("#d9b27a"),
    )
    c.path("M116 672q14 8 12 24M176 654q12 10 6 26M214 668q10 8 4 22", stroke="#a87f47", width=4)
    c.ellipse(236, 700, 40, 26, "#f6dfa0", stroke="#c99f5c", width=6)
    c.ellipse(236, 700, 24, 14, None, stroke="#d9b76c", width=3)
    c.shadow(610, 704, 140, 22)
    leaf(c, 550, 716, 170, -24, "#7c8a3c")
    for x, y, turn in ((540, 690, 30), (600, 726, -20), (660, 712, 60)):
        with c.group(f"translate({x} {y}) rotate({turn})"):
            c.path("M0 0H44", stroke="#4a2a1a", width=9, cap="round")
            c.path("M-2 -12L6 0L-2 12M-14 -7L4 0L-14 7", stroke="#5c3521", width=6, cap="round")
            c.circle(-8, 0, 9, c.ball("#6b4128"))
    c.path(
        "M646 640q24 -20 50 -4t46 -12M640 664q26 -14 50 2t50 -8M660 620q20 -22 44 -8",
        stroke="#c6503a",
        width=9,
        cap="round",
    )


def dripper_keramik(c: Canvas) -> None:
    white = "#f3efe6"
    # The glass server below.
    c.shadow(400, 690, 170, 36)
    c.path(
        "M330 450C300 520 262 560 262 620C262 680 310 692 400 692C490 692 538 680 538 620C538 560 500 520 470 450Z",
        "#ffffff",
        opacity=0.55,
    )
    c.path(
        "M276 590C268 604 266 614 266 624C266 676 314 686 400 686C486 686 534 676 534 624C534 614 532 604 524 590Q400 620 276 590Z",
        c.tube("#4a2616"),
    )
    c.ellipse(400, 592, 125, 20, "#7a4a2c")
    c.path("M318 500C290 550 278 580 280 630", stroke="#ffffff", width=13, opacity=0.7, cap="round")
    c.path("M500 500C580 500 600 640 524 650", stroke="#ffffff", width=16, opacity=0.75)
    c.path("M400 470V590", stroke="#5a2f1b", width=5, opacity=0.8)
    # Saucer, cone, handle.
    c.ellipse(400, 452, 170, 36, c.body(dark(white, 0.12), 0.15))
    c.ellipse(400, 444, 170, 36, c.body(white, 0.15))
    c.path("M560 250C690 230 690 390 510 392", stroke=c.body(white, 0.2), width=30)
    c.path("M226 200L344 436Q400 456 456 436L574 200Z", c.tube(white, 0.22))
    inner = "M226 200A174 48 0 0 0 574 200A174 48 0 0 0 226 200Z"
    c.path(inner, light(white, 0.5))
    c.ellipse(400, 204, 158, 40, c.body(dark(white, 0.18), 0.2))
    with c.group(clip=c.clip("M242 204A158 40 0 0 0 558 204A158 40 0 0 0 242 204Z")):
        c.path(
            "M250 190L400 290L560 180M300 160L400 290L500 160M360 150L400 290L440 150",
            stroke=dark(white, 0.3),
            width=5,
            opacity=0.6,
        )
        c.ellipse(400, 232, 110, 22, "#5a3420")
        c.ellipse(392, 228, 60, 10, "#8a5a3a")
    c.path(
        "M262 236L356 428M300 246L372 436M350 252L388 440M538 236L444 428M500 246L428 436M450 252L412 440",
        stroke=dark(white, 0.25),
        width=4,
        opacity=0.45,
    )
    c.path("M252 232L344 420", stroke="#ffffff", width=14, opacity=0.8, cap="round")
    c.path("M236 222Q400 300 564 222", stroke="#5d8aa8", width=9)
    steam(c, 396, 196, 1.05)
    beans(c, [(140, 680, 20), (196, 700, -40), (130, 716, 80), (640, 690, 30), (690, 712, -20)], 24)


PICTURES = {
    "kopi-arabika-gayo": kopi_arabika_gayo,
    "kopi-toraja-sapan": kopi_toraja_sapan,
    "kopi-kintamani-honey": kopi_kintamani_honey,
    "teh-melati-kaleng": teh_melati_kaleng,
    "teh-hijau-ciwidey": teh_hijau_ciwidey,
    "wedang-uwuh": wedang_uwuh,
    "dripper-keramik": dripper_keramik,
}
