"""Perawatan Tubuh."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

from demo_pictures.canvas import Canvas, dark, light, polar
from demo_pictures.shapes import bowl, flower, heap, leaf


def sabun_batang_minyak_kelapa(c: Canvas) -> None:
    def bar(x: float, y: float, colour: str, *, stamp: bool) -> None:
        c.path(
            f"M{x} {y + 40}Q{x} {y} {x + 50} {y}H{x + 330}Q{x + 380} {y} {x + 380} {y + 40}V{y + 96}Q{x + 380} {y + 136} {x + 330} {y + 136}H{x + 50}Q{x} {y + 136} {x} {y + 96}Z",
            c.blend((0, light(colour, 0.3)), (0.5, colour), (1, dark(colour, 0.28))),
        )
        c.path(
            f"M{x + 6} {y + 40}Q{x + 10} {y + 8} {x + 56} {y + 6}H{x + 326}Q{x + 366} {y + 8} {x + 374} {y + 36}Q{x + 340} {y + 56} {x + 190} {y + 56}T{x + 6} {y + 40}Z",
            light(colour, 0.5),
            opacity=0.55,
        )
        c.path(f"M{x + 30} {y + 100}q60 -26 120 0t120 -6t80 4", stroke=dark(colour, 0.25), width=5, opacity=0.5)
        if stamp:
            c.path(
                f"M{x + 140} {y + 96}C{x + 160} {y + 64} {x + 220} {y + 64} {x + 240} {y + 96}C{x + 220} {y + 122} {x + 160} {y + 122} {x + 140} {y + 96}ZM{x + 140} {y + 96}H{x + 240}M{x + 170} {y + 96}l14 -16M{x + 170} {y + 96}l14 14M{x + 200} {y + 96}l12 -14M{x + 200} {y + 96}l12 12",
                stroke=dark(colour, 0.4),
                width=4,
                opacity=0.7,
            )

    c.shadow(360, 676, 270, 46)
    bar(170, 540, "#d9c77a", stamp=False)
    c.path("M290 540H430V676H290Z", "#b78c5c", opacity=0.95)
    c.path("M290 540H430V676H290Z", c.sheen("#5a3a1c", 0.4, x2=1, y2=0.4))
    c.path("M346 622c-30 -30 -6 -70 14 -80c22 12 42 50 14 80Z", "#f6ead0")
    bar(190, 404, "#b9cf8a", stamp=True)
    with c.group("rotate(-8 400 340)"):
        bar(200, 270, "#f3ead6", stamp=True)
    # Lemongrass, bubbles, half a coconut.
    for i, (x, bend) in enumerate(((640, 40), (672, 60), (612, 20))):
        c.path(
            f"M{x} 690C{x - 6} 560 {x + 6} 460 {x + bend} 250",
            stroke=c.down("#8fbf4a", "#e9efc4") if i != 1 else "#a9c95f",
            width=24,
            cap="round",
        )
        c.path(
            f"M{x + bend} 250Q{x + bend + 30} 150 {x + bend + 70} 110M{x + bend - 6} 280Q{x + bend - 30} 180 {x + bend - 24} 100",
            stroke="#7fae42",
            width=12,
            cap="round",
        )
        c.path(f"M{x - 4} 680C{x - 10} 560 {x + 2} 460 {x + bend - 4} 260", stroke="#ffffff", width=4, opacity=0.5)
        c.path(f"M{x - 12} 640q12 14 24 0M{x - 12} 600q12 12 25 0", stroke="#b9a06a", width=4)
    c.shadow(650, 704, 80, 20)
    c.path("M596 640h88v30h-88Z", "#c9a671")
    c.path("M596 648h88M596 660h88", stroke="#8a6a3a", width=3)
    for x, y, r in (
        (160, 470, 34),
        (120, 400, 20),
        (176, 384, 14),
        (130, 690, 38),
        (196, 716, 24),
        (84, 650, 18),
        (520, 716, 26),
        (560, 690, 15),
    ):
        c.circle(x, y, r, c.ball("#ffffff", 0.1), opacity=0.45)
        c.circle(x, y, r, None, stroke="#ffffff", width=3, opacity=0.9)
        c.path(
            f"M{x - r * 0.5:.0f} {y - r * 0.2:.0f}q{r * 0.1:.0f} {-r * 0.3:.0f} {r * 0.4:.0f} {-r * 0.36:.0f}",
            stroke="#ffffff",
            width=r * 0.16,
            cap="round",
        )


def minyak_kelapa_murni(c: Canvas) -> None:
    c.shadow(260, 690, 130, 32)
    bottle = (
        "M220 190H300V270C300 300 366 330 366 400V650Q366 690 326 690H194Q154 690 154 650V400C154 330 220 300 220 270Z"
    )
    c.path(bottle, "#f2f8f6", opacity=0.75)
    c.path(
        "M166 400C168 380 180 366 194 352H326C340 366 352 380 354 400V646Q354 678 324 678H196Q166 678 166 646Z",
        c.blend((0, "#fffef4"), (0.6, "#f3ecc8"), (1, "#d9cf9c")),
        opacity=0.95,
    )
    c.ellipse(260, 354, 72, 11, "#fffdf0")
    c.path(bottle, stroke="#8fb3ab", width=4, opacity=0.75)
    c.path("M178 410V640", stroke="#ffffff", width=15, opacity=0.85, cap="round")
    c.path("M340 420V630", stroke="#ffffff", width=6, opacity=0.6, cap="round")
    c.path("M214 150H306V196H214Z", c.tube("#c79a62", 0.35))
    c.ellipse(260, 150, 46, 12, c.body("#dcb684"))
    c.path("M154 450Q260 478 366 450V600Q260 630 154 600Z", "#fbf7ea")
    c.path("M154 462Q260 490 366 462M154 588Q260 618 366 588", stroke="#5d8f6a", width=4)
    # On the label a palm.
    c.path("M262 592C266 550 258 530 252 512", stroke="#8a6236", width=9, cap="round")
    for turn in (-170, -130, -60, -20, 20, 160):
        leaf(c, 254, 512, 50, turn, "#4f8a5a", breadth=0.16, veins=False)
    # A coconut, whole and halved.
    c.shadow(580, 650, 190, 50)
    c.circle(660, 500, 118, c.ball("#7a5234"))
    c.path(
        "M580 430q40 -50 110 -40M566 500q40 -70 150 -60M570 550q60 -60 190 -30M600 590q60 -40 160 -20",
        stroke="#4a2e1a",
        width=4,
        opacity=0.5,
    )
    for x, y in ((640, 420), (676, 414), (660, 446)):
        c.circle(x, y, 12, "#2f1c10")
    c.circle(510, 560, 132, c.ball("#6b452a"))
    c.ellipse(506, 560, 120, 118, "#4a2e1a")
    c.ellipse(504, 560, 110, 108, c.ball("#fffdf6", 0.1))
    c.ellipse(506, 568, 76, 72, c.blend((0, "#cfc8b4"), (1, "#fbf8ee")))
    c.ellipse(510, 590, 60, 42, c.blend((0, "#eef4f0"), (1, "#ffffff")), opacity=0.9)
    c.path("M410 520Q430 470 480 458", stroke="#ffffff", width=10, opacity=0.8, cap="round")
    c.shadow(420, 716, 100, 16)
    c.path("M360 720L390 670Q430 680 450 716Q410 734 360 720Z", "#fffdf6")
    c.path("M360 720L390 670", stroke="#5c3a22", width=9)
    leaf(c, 580, 710, 190, -12, "#4f8a3a", breadth=0.14)


def lulur_tradisional(c: Canvas) -> None:
    bowl(c, 320, 500, 220, 160, "#a9744a", "#7a4a2a")
    c.path("M122 500C180 440 240 380 320 376C400 380 460 440 518 500A198 44 0 0 1 122 500Z", c.ball("#e8b93f", 0.35))
    c.path(
        "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(46, 320, 470, 160, 60, seed=2)),
        stroke="#b5862a",
        width=5,
        cap="round",
        opacity=0.7,
    )
    c.path("M220 440Q260 400 310 396", stroke="#fff3c4", width=12, opacity=0.6, cap="round")
    # A wooden spoon in the powder.
    c.path("M400 420L590 210", stroke=c.body("#b57b45"), width=24, cap="round")
    c.ellipse(380, 440, 62, 42, c.body("#a06a3a"), turn="-46 380 440")
    c.ellipse(378, 436, 48, 30, c.ball("#e8b93f", 0.35), turn="-46 378 436")
    # Turmeric, one piece cut; jasmine and frangipani.
    c.shadow(610, 640, 140, 28)
    c.path(
        "M500 610C496 570 560 556 600 560C620 520 660 520 664 560C700 556 740 580 736 612C732 644 690 648 664 640C650 672 610 672 606 640C560 650 504 650 500 610Z",
        c.body("#c8842f", 0.3),
    )
    c.path(
        "M540 566q12 40 0 76M580 562q12 40 2 78M640 532q12 14 10 30M690 564q12 36 0 76",
        stroke="#7a4a1c",
        width=4,
        opacity=0.6,
    )
    c.ellipse(520, 628, 32, 40, "#8a5420", turn="-14 520 628")
    c.ellipse(518, 628, 25, 33, c.ball("#f39a1c", 0.3), turn="-14 518 628")
    c.shadow(330, 716, 230, 20)
    flower(c, 190, 690, 66, "#fffaf0", "#f2c23c", breadth=0.38)
    flower(c, 560, 706, 60, "#f6b7c4", "#f2c23c", breadth=0.38, turn=-60)
    flower(c, 120, 600, 44, "#f6b7c4", "#f2c23c", breadth=0.38, turn=-40)
    for x, y, turn in ((300, 716, 20), (360, 700, -30), (420, 722, 50), (470, 704, -10)):
        c.ellipse(x, y, 28, 14, c.ball("#d9536a", 0.35), turn=f"{turn} {x} {y}")
    c.path(
        "".join(f"M{x:.0f} {y:.0f}l8 -4" for x, y, _ in heap(20, 660, 716, 80, 14, seed=4)),
        stroke="#fbf6e6",
        width=7,
        cap="round",
    )


def sisir_kayu(c: Canvas) -> None:
    wood = "#7a4228"

    def comb(transform: str, count: int, tooth: int, gap: int) -> None:
        width = count * (tooth + gap)
        teeth = "".join(
            f"M{i * (tooth + gap)} 90V{250 - 20 * abs(i - count / 2) / count:.0f}q{tooth / 2:.0f} 22 {tooth} 0V90Z"
            for i in range(count)
        )
        back = f"M-46 96C-40 20 {width * 0.3:.0f} -30 {width * 0.5:.0f} -30C{width * 0.7:.0f} -30 {width + 40} 20 {width + 40} 96V230Q{width + 30} 262 {width + 14} 236V110H-14V236Q-30 262 -46 230Z"
        with c.group(transform):
            with c.group("translate(14 18)", opacity=0.25):
                c.path(teeth + back, "#2b1a12")
            c.path(teeth, c.blend((0, light(wood, 0.12)), (1, dark(wood, 0.25)), x2=0))
            c.path(back, c.body(wood, 0.3))
            c.path(
                f"M-20 92C10 30 {width * 0.3:.0f} 0 {width * 0.5:.0f} -2C{width * 0.7:.0f} 0 {width} 40 {width + 20} 92M0 100C40 60 {width * 0.4:.0f} 30 {width * 0.6:.0f} 40C{width * 0.8:.0f} 50 {width * 0.9:.0f} 80 {width * 0.96:.0f} 104",
                stroke=dark(wood, 0.4),
                width=4,
                opacity=0.6,
            )
            c.path(
                f"M-24 80C0 20 {width * 0.3:.0f} -14 {width * 0.5:.0f} -16",
                stroke="#f0c9a0",
                width=9,
                opacity=0.55,
                cap="round",
            )

    comb("translate(180 190) rotate(-10)", 13, 21, 12)
    comb("translate(210 460) rotate(8)", 26, 9, 7)
    flower(c, 640, 180, 62, "#fffaf0", "#f2c23c", breadth=0.38)
    leaf(c, 690, 220, 120, 50, "#4f8a3a")


def minyak_kayu_putih_buru(c: Canvas) -> None:
    green = "#2f7a4f"
    c.shadow(330, 690, 140, 34)
    bottle = (
        "M276 200H384V286C384 306 450 320 450 380V648Q450 690 410 690H250Q210 690 210 648V380C210 320 276 306 276 286Z"
    )
    c.path(bottle, c.tube(green, 0.42))
    c.path(bottle, c.glow("#c9f2c4", 0.35))
    c.path("M222 430Q330 450 438 430V640Q438 678 408 678H252Q222 678 222 640Z", "#0f3a24", opacity=0.25)
    c.path("M232 392V650", stroke="#d6f5dc", width=15, opacity=0.6, cap="round")
    c.path("M430 400V640", stroke="#d6f5dc", width=5, opacity=0.5, cap="round")
    c.rect(264, 104, 132, 104, c.tube("#2c2c2e", 0.4), rx=12)
    c.path("".join(f"M{x} 116v80" for x in range(276, 392, 12)), stroke="#000000", width=3, opacity=0.4)
    c.path("M276 214H384V228H276Z", "#d9b24a")
    c.path("M210 410Q330 434 450 410V610Q330 636 210 610Z", "#fbf7e6")
    c.path("M210 424Q330 448 450 424M210 596Q330 622 450 596", stroke="#d9a23a", width=5)
    # The sign: a drop with a leaf.
    c.path("M330 448C362 500 378 526 378 552A48 46 0 0 1 282 552C282 526 298 500 330 448Z", c.ball("#7fbf6a"))
    c.path("M330 590V500M330 560l-20 -20M330 540l20 -20", stroke="#fbf7e6", width=6, cap="round")
    # A twig of cajuput with its brush-like flowers.
    c.path("M480 690C560 640 620 520 700 330", stroke="#8a7458", width=10, cap="round")
    for i, (x, y) in enumerate(((500, 676), (540, 644), (576, 600), (606, 548), (634, 494), (660, 436), (682, 380))):
        leaf(c, x, y, 150 - i * 8, -170 + i * 6, "#5d9a72", breadth=0.15)
        leaf(c, x + 6, y - 8, 150 - i * 8, -10 - i * 9, "#4f8a62", breadth=0.15)
    tufts = "".join(
        "M{:.0f} {:.0f}L{:.0f} {:.0f}".format(*polar(706, 290, 10, a), *polar(706, 290, 62, a))
        for a in range(0, 360, 15)
    )
    c.path(tufts, stroke="#cbb45c", width=7, cap="round")
    c.path(tufts, stroke="#fffdf2", width=4, cap="round")
    c.path("M706 340V230", stroke="#dfe6c0", width=15, cap="round")
    c.path(
        "".join("M{:.0f} {:.0f}h.1".format(*polar(706, 290, 62, a)) for a in range(0, 360, 15)),
        stroke="#e8b93f",
        width=11,
        cap="round",
    )
    c.shadow(150, 704, 80, 18)
    for x, y in ((120, 690), (170, 712)):
        c.path(f"M{x} {y - 36}q22 34 0 42q-22 -8 0 -42Z", c.ball("#cfe8b0"))


def spons_gambas(c: Canvas) -> None:
    fibre = "#dcbf86"
    # A green gourd with its ridges, behind.
    c.shadow(560, 560, 200, 36)
    with c.group("rotate(-14 540 380)"):
        c.path(
            "M380 380C380 330 470 316 560 316C660 316 740 340 744 384C740 430 650 446 560 446C470 446 380 430 380 380Z",
            c.blend((0, "#9fc56a"), (0.5, "#5f9440"), (1, "#35602a"), x2=0),
        )
        c.path(
            "M384 370Q560 320 740 376M380 384Q560 370 744 386M388 400Q560 420 736 396M420 340Q560 316 700 346M430 424Q560 446 690 424",
            stroke="#2f5a28",
            width=5,
            opacity=0.7,
        )
        c.path("M380 380q-50 -6 -64 -40", stroke="#6f8a3a", width=15, cap="round")
        c.path("M430 352Q560 326 660 344", stroke="#ffffff", width=7, opacity=0.4, cap="round")
    leaf(c, 352, 392, 150, -120, "#4f8a3a", breadth=0.5)
    # The sponge, its cut end towards us.
    c.shadow(380, 680, 270, 56)
    with c.group("rotate(-10 360 560)"):
        side = "M190 450H600C650 450 664 500 664 556C664 612 650 664 600 664H190Z"
        c.path(side, c.blend((0, light(fibre, 0.4)), (0.45, fibre), (1, dark(fibre, 0.4)), x2=0))
        with c.group(clip=c.clip(side)):
            net = "".join(
                f"M{x} 440c34 50 -20 70 14 120s-30 70 4 120M{x + 20} 440c-34 60 26 80 -8 130s20 60 -6 110"
                for x in range(200, 680, 40)
            )
            c.path(net, stroke=dark(fibre, 0.38), width=5, opacity=0.75)
            c.path(net, stroke=light(fibre, 0.55), width=3, transform="translate(-3 -3)")
            c.path(
                "M190 480q120 -16 240 4t240 -6M190 530q120 20 240 -4t240 8M190 590q120 -20 240 4t240 -8M190 636q120 14 240 -4t240 6",
                stroke=light(fibre, 0.3),
                width=5,
                opacity=0.9,
            )
            c.path(
                "M190 486q120 -16 240 4t240 -6M190 596q120 -20 240 4t240 -8",
                stroke=dark(fibre, 0.4),
                width=2.5,
                opacity=0.8,
            )
        c.ellipse(190, 557, 66, 107, c.body(fibre, 0.3))
        c.ellipse(190, 557, 66, 107, None, stroke=light(fibre, 0.5), width=7)
        spokes = "".join(
            "M{:.0f} {:.0f}L{:.0f} {:.0f}".format(
                *polar(190, 557, 20, a), 190 + 60 * (polar(0, 0, 1, a)[0]), 557 + 98 * (polar(0, 0, 1, a)[1])
            )
            for a in range(10, 370, 24)
        )
        c.path(spokes, stroke=dark(fibre, 0.35), width=4, opacity=0.7)
        for dx, dy in ((-4, -48), (-22, 34), (22, 30)):
            c.ellipse(190 + dx, 557 + dy, 19, 27, dark(fibre, 0.62))
            c.ellipse(190 + dx, 557 + dy, 19, 27, None, stroke=light(fibre, 0.4), width=4)
        c.path("M654 500C740 470 760 580 690 620C660 640 640 610 656 590", stroke="#c8a15a", width=11, cap="round")
        c.path("M654 500C740 470 760 580 690 620", stroke="#f3dca6", width=5, dash="8 5")
    for x, y, r in ((120, 700, 30), (180, 724, 18), (640, 700, 26), (700, 676, 16), (90, 650, 15)):
        c.circle(x, y, r, "#ffffff", opacity=0.4)
        c.circle(x, y, r, None, stroke="#ffffff", width=3, opacity=0.9)


sisir_kayu.hangs = True  # type: ignore[attr-defined]

PICTURES = {
    "sabun-batang-minyak-kelapa": sabun_batang_minyak_kelapa,
    "minyak-kelapa-murni": minyak_kelapa_murni,
    "lulur-tradisional": lulur_tradisional,
    "sisir-kayu": sisir_kayu,
    "minyak-kayu-putih-buru": minyak_kayu_putih_buru,
    "spons-gambas": spons_gambas,
}
