"""Rempah & Sambal."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501, PLR2004

from __future__ import annotations

from demo_pictures import cloth
from demo_pictures.canvas import Canvas, dark, light, polar
from demo_pictures.shapes import STRAW, bowl, chilli, heap, jar, jar_front, leaf, shallot


def sambal_bawang(c: Canvas) -> None:
    inside = jar(c, 190, 220, 300, 380, lid=None, cloth="#d9534a")
    with c.group(clip=inside):
        c.rect(190, 270, 300, 340, c.down("#d8401f", "#a81f16"))
        c.rect(190, 268, 300, 40, "#f08a2a", opacity=0.9)
        for size, colour, seed in ((15, "#8f1610", 1), (12, "#f2b04a", 2), (10, "#f9e2a0", 3), (12, "#e8663a", 4)):
            c.path(
                "".join(
                    f"M{x:.0f} {y:.0f}l9 {4 if a > 90 else -5}"
                    for x, y, a in heap(26, 340, 450, 160, 150, seed=seed, gap=18)
                ),
                stroke=colour,
                width=size,
                cap="round",
            )
    jar_front(c, 190, 220, 300, 380)
    c.ellipse(340, 450, 82, 70, "#fbf3e2")
    c.ellipse(340, 450, 74, 62, None, stroke="#c8372d", width=3)
    chilli(c, 296, 470, 100, -24)
    shallot(c, 350, 424, 20, 10)
    shallot(c, 384, 434, 17, 24, "#f1e8d6")
    c.shadow(600, 660, 170, 30)
    shallot(c, 590, 590, 62, -8)
    shallot(c, 690, 620, 52, 16, "#f1e8d6")
    shallot(c, 650, 676, 46, -24)
    c.shadow(310, 712, 220, 24)
    for x, y, n, a, colour in (
        (150, 672, 180, 10, "#d3301f"),
        (300, 700, 190, -6, "#e0452a"),
        (200, 724, 170, -4, "#d3301f"),
        (440, 716, 150, 6, "#5f9a3a"),
        (420, 668, 140, 14, "#d3301f"),
    ):
        chilli(c, x, y, n, a, colour)


def sambal_roa_manado(c: Canvas) -> None:
    inside = jar(c, 120, 200, 270, 370, lid="#33322f")
    with c.group(clip=inside):
        c.rect(120, 250, 270, 330, c.down("#8a2f1a", "#5a1c10"))
        c.rect(120, 246, 270, 32, "#c8662a", opacity=0.9)
        for size, colour, seed in ((9, "#b5562f", 1), (7, "#e0a25a", 2), (12, "#3d120b", 3)):
            c.path(
                "".join(
                    f"M{x:.0f} {y:.0f}l{16 if a > 90 else 11} {6 if a > 60 else -8}"
                    for x, y, a in heap(28, 255, 430, 140, 150, seed=seed, gap=16)
                ),
                stroke=colour,
                width=size,
                cap="round",
            )
    jar_front(c, 120, 200, 270, 370)
    # Smoked garfish held in a split bamboo.
    c.shadow(530, 640, 260, 34)
    with c.group("rotate(-8 540 520)"):
        for i, y in enumerate((380, 450, 520, 590)):
            x = 440 - i * 14
            c.path(
                f"M{x - 70} {y + 2}L{x + 20} {y - 8}C{x + 60} {y - 36} {x + 190} {y - 34} {x + 260} {y - 10}L{x + 316} {y - 38}L{x + 302} {y + 4}L{x + 314} {y + 42}L{x + 258} {y + 16}C{x + 190} {y + 36} {x + 60} {y + 34} {x + 20} {y + 14}L{x - 66} {y + 8}Z",
                c.blend((0, "#c8843a"), (0.45, "#8a4a20"), (1, "#4a2410"), x2=0),
            )
            c.path(f"M{x + 60} {y - 18}Q{x + 64} {y} {x + 58} {y + 20}", stroke="#3a1c0c", width=5)
            c.circle(x + 34, y - 4, 8, "#f3dfae")
            c.circle(x + 34, y - 4, 4, "#1f120a")
            c.path(
                f"M{x + 80} {y - 18}Q{x + 160} {y - 28} {x + 240} {y - 10}",
                stroke="#f2b868",
                width=5,
                opacity=0.7,
                cap="round",
            )
            c.path(
                f"M{x + 100} {y + 6}l14 8M{x + 130} {y + 6}l14 8M{x + 160} {y + 6}l14 8M{x + 190} {y + 6}l14 8",
                stroke="#3a1c0c",
                width=3,
                opacity=0.6,
            )
        for x in (530, 576):
            c.path(f"M{x + 20} 310L{x - 36} 670", stroke=dark(STRAW, 0.4), width=21, cap="round")
            c.path(f"M{x + 18} 310L{x - 38} 670", stroke=light(STRAW, 0.1), width=13, cap="round")
        c.path("M528 330l74 10M476 650l76 8", stroke="#7a4a20", width=11, cap="round")
    c.shadow(280, 720, 180, 20)
    chilli(c, 130, 690, 170, 8)
    chilli(c, 260, 716, 180, -8, "#e0452a")
    c.circle(520, 706, 40, c.ball("#d8452f"))
    c.path(
        "M520 670l-16 -8M520 670l18 -6M520 670l-4 -16M520 670l20 6M520 670l-20 6",
        stroke="#5f8a34",
        width=6,
        cap="round",
    )
    leaf(c, 580, 720, 110, -18, "#4f8a3a")


def kayu_manis_kerinci(c: Canvas) -> None:
    bark = "#9a5a30"
    c.shadow(400, 620, 330, 60)
    sticks = (
        (250, 548, 4),
        (330, 574, -3),
        (420, 596, 3),
        (280, 470, -4),
        (380, 490, 2),
        (480, 520, 5),
        (340, 410, -2),
        (440, 430, 4),
    )
    for x, y, turn in sticks:
        with c.group(f"translate({x - 190} {y - 10}) rotate({turn - 10})"):
            c.rect(
                0,
                -34,
                420,
                68,
                c.blend(
                    (0, light(bark, 0.35)),
                    (0.35, light(bark, 0.1)),
                    (0.6, dark(bark, 0.4)),
                    (0.68, light(bark, 0.05)),
                    (1, dark(bark, 0.45)),
                    x2=0,
                ),
                rx=8,
            )
            c.path("M20 -22H180M220 -14H400M60 20H300", stroke=dark(bark, 0.3), width=3, opacity=0.6)
            c.path("M0 8H420", stroke=dark(bark, 0.65), width=5)
            c.ellipse(420, 0, 17, 34, "#c98a58")
            c.path(
                "M420 -26c16 2 18 48 0 46c-14 -2 -12 -34 0 -32c8 2 8 20 0 18M420 28c-18 -2 -16 -54 2 -54",
                stroke="#5c2f16",
                width=5,
                cap="round",
            )
    with c.group("rotate(-10 400 500)"):
        c.path("M360 352C330 440 330 560 366 650", stroke="#8a6a3a", width=30)
        for dx in (-10, 0, 10):
            c.path(
                f"M{360 + dx} 352C{330 + dx} 440 {330 + dx} 560 {366 + dx} 650", stroke="#e3cc9a", width=7, dash="9 3"
            )
        c.path("M346 420c-70 -70 -130 -20 -10 10c-40 60 40 90 20 -6c90 -90 130 10 0 6", stroke="#e3cc9a", width=9)
        c.path("M344 428l-50 90M352 428l36 96", stroke="#e3cc9a", width=8, cap="round")
    # Powder in a small heap, a star of leaves.
    c.shadow(640, 716, 120, 22)
    c.path("M530 716C570 690 600 650 640 650C680 650 710 690 746 716Q640 736 530 716Z", c.ball("#b5713a", 0.3))
    c.path(
        "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(30, 640, 704, 90, 20, seed=4)),
        stroke="#7a4420",
        width=4,
        cap="round",
        opacity=0.6,
    )
    leaf(c, 100, 690, 180, -24, "#5d8f3f")
    leaf(c, 110, 700, 180, 6, "#4f8a3a")


def pala_banda(c: Canvas) -> None:
    # A split fruit with the seed in its red mace, a whole fruit, dry nutmegs.
    c.shadow(330, 600, 240, 56)
    c.path("M150 110Q330 210 580 190M330 180Q300 220 306 260", stroke="#7a5a36", width=11, cap="round")
    leaf(c, 230, 150, 200, 190, "#3f7a3a", breadth=0.26)
    leaf(c, 330, 182, 190, -110, "#4c8742", breadth=0.26)
    leaf(c, 430, 194, 190, -50, "#3f7a3a", breadth=0.26)
    leaf(c, 560, 194, 190, -12, "#4c8742", breadth=0.26)
    c.circle(580, 350, 128, c.ball("#e8c25a"))
    c.path("M580 224Q566 350 590 476", stroke="#b98f2f", width=6, opacity=0.6)
    c.path("M580 226l-6 -40", stroke="#6b5a2f", width=12, cap="round")
    c.path("M500 300Q520 256 562 246", stroke="#ffffff", width=14, opacity=0.5, cap="round")
    c.circle(310, 440, 186, c.ball("#e3b94e"))
    c.circle(310, 440, 164, c.ball("#fbf0c8", 0.25))
    c.ellipse(310, 444, 112, 126, "#d9bd7a")
    c.ellipse(310, 446, 100, 116, c.ball("#4a2a18", 0.3))
    mace = "M310 328C280 380 300 420 270 470C258 510 280 540 296 562M310 328C330 390 300 450 326 500C336 530 322 550 318 562M310 328C360 370 350 420 376 452C390 490 360 530 344 556M310 328C260 360 236 400 226 450C224 490 250 520 262 548M310 328C370 350 396 400 398 448M226 450C260 430 270 470 300 452C330 430 350 470 396 450M250 520C280 500 300 530 330 510C350 500 362 510 376 500"
    c.path(mace, stroke="#8f1a1a", width=23, cap="round", join="round")
    c.path(mace, stroke="#d3302a", width=15, cap="round", join="round")
    c.path(mace, stroke="#f07a5a", width=4, cap="round", opacity=0.7)
    c.path("M180 380Q200 300 270 280", stroke="#ffffff", width=12, opacity=0.6, cap="round")
    c.shadow(540, 690, 220, 34)
    for x, y, r in ((480, 640, 52), (700, 640, 50)):
        c.ellipse(x, y, r * 1.15, r, c.ball("#8a5f3c"))
        c.path(
            f"M{x - r} {y - 6}q{r} -24 {2 * r} 0M{x - r} {y + 14}q{r} 20 {2 * r} 0M{x - r * 0.6:.0f} {y - 34}q{r * 0.6:.0f} -12 {r * 1.2:.0f} 0",
            stroke="#5a3820",
            width=3,
            opacity=0.6,
        )
    # One cut across: the marbled inside.
    c.circle(592, 664, 62, "#6b452a")
    c.circle(592, 664, 55, "#e3c8a0")
    veins = "".join(
        "M{:.0f} {:.0f}Q{:.0f} {:.0f} {:.0f} {:.0f}".format(
            *polar(592, 664, 52, a), *polar(592, 664, 32, a + 26), *polar(592, 664, 12, a + 10)
        )
        for a in range(0, 360, 30)
    )
    c.path(veins, stroke="#7a4526", width=7, cap="round")
    c.path("M420 716q24 -24 44 -4t40 -10M360 700q20 -20 40 -2", stroke="#d3302a", width=10, cap="round")


def vanili_alor(c: Canvas) -> None:
    pod = "#4a2c1c"
    c.shadow(330, 690, 150, 34)
    # The corked tube.
    inside = "M262 200H398V640Q398 686 330 686Q262 686 262 640Z"
    c.path(inside, "#eef6f4", opacity=0.7)
    with c.group(clip=c.clip(inside)):
        for d in (
            "M290 214C280 400 300 520 290 690",
            "M318 206C330 380 306 540 322 690",
            "M346 212C340 400 360 520 344 690",
            "M374 208C380 380 360 560 372 690",
        ):
            c.path(d, stroke=dark(pod, 0.4), width=27, cap="round")
            c.path(d, stroke=pod, width=20, cap="round")
            c.path(d, stroke="#8a5f42", width=5, opacity=0.8, transform="translate(-5 0)", cap="round")
    c.path("M254 190H406V216Q330 236 254 216Z", "#ffffff", opacity=0.8)
    c.path(inside, stroke="#8fa9a4", width=4, opacity=0.7)
    c.path("M278 236V630", stroke="#ffffff", width=11, opacity=0.7, cap="round")
    c.path("M276 108H384L376 206H284Z", c.tube("#d0a36a", 0.35))
    c.ellipse(330, 108, 54, 14, c.body("#e3bd88"))
    c.path("M300 140h.1M344 160h.1M318 180h.1M360 134h.1M330 128h.1M352 186h.1", stroke="#8a6236", width=7, cap="round")
    c.path("M256 300Q330 322 404 300V330Q330 352 256 330Z", "#e3cc9a")
    # The orchid, and pods tied together.
    c.path("M720 200C640 240 600 300 560 330", stroke="#6f9a3c", width=9, cap="round")
    leaf(c, 660, 236, 150, -60, "#4f8a3a", breadth=0.26)
    leaf(c, 690, 220, 130, 60, "#5d9a42", breadth=0.26)
    x, y = 540, 350
    for angle in (-100, -160, -30, 40, 150):
        px, py = polar(x, y, 66, angle)
        c.ellipse(px, py, 74, 25, c.ball("#f4edb8", 0.3), turn=f"{angle} {px:.0f} {py:.0f}", stroke="#b9b46a", width=2)
    c.path(
        f"M{x - 30} {y - 10}C{x - 50} {y + 60} {x - 30} {y + 96} {x} {y + 104}C{x + 34} {y + 96} {x + 52} {y + 60} {x + 32} {y - 10}Q{x} {y - 34} {x - 30} {y - 10}Z",
        c.down("#fff8cf", "#e8b83a"),
    )
    c.ellipse(x, y + 18, 20, 30, "#c8842a")
    c.shadow(580, 690, 190, 30)
    for d in (
        "M430 640C520 600 640 640 760 600",
        "M420 670C540 650 640 680 764 630",
        "M430 700C540 690 640 700 750 664",
        "M446 726C540 716 660 730 744 696",
    ):
        c.path(d, stroke=dark(pod, 0.5), width=25, cap="round")
        c.path(d, stroke=pod, width=18, cap="round")
        c.path(d, stroke="#9a7054", width=4, opacity=0.8, cap="round", transform="translate(0 -4)")
    c.path("M560 606C550 650 552 700 562 738", stroke="#e3cc9a", width=16)
    c.path("M556 650c-50 -40 -70 20 0 10c60 -50 80 10 4 0l-30 50M560 662l34 44", stroke="#e3cc9a", width=7)


def lada_putih_muntok(c: Canvas) -> None:
    bowl(c, 360, 470, 250, 180, "#9a6236", "#6b4022")
    places = heap(64, 360, 452, 208, 44, seed=6, gap=21)
    for x, y, _ in places:
        lift = 46 * (1 - ((x - 360) / 225) ** 2)
        c.circle(x, y - lift, 21, c.ball("#ecdfc2"))
    c.path(
        "M112 480C130 540 170 590 220 620M608 480C590 540 550 590 500 620M150 500Q360 580 570 500",
        stroke="#5c3820",
        width=4,
        opacity=0.35,
    )
    # The vine with its hanging strings of berries.
    c.path("M800 90C720 110 650 150 600 120C560 100 520 130 490 120", stroke="#5a7a3a", width=11, cap="round")
    leaf(c, 660, 136, 170, 130, "#3f7a3a", breadth=0.4)
    leaf(c, 720, 108, 160, 60, "#4c8742", breadth=0.4)
    leaf(c, 560, 110, 150, 160, "#4c8742", breadth=0.4)
    for x0, n in ((610, 7), (700, 6)):
        for i in range(n):
            for side in (-1, 1):
                colour = "#c8452f" if (i + side) % 4 == 0 else "#6f9a3c"
                c.circle(x0 + side * 15, 140 + i * 31 + (side + 1) * 7, 18, c.ball(colour))
    c.shadow(560, 700, 220, 28)
    for x, y in (
        (520, 680),
        (570, 706),
        (620, 684),
        (670, 710),
        (700, 676),
        (480, 712),
        (600, 730),
        (740, 704),
        (160, 704),
        (210, 722),
    ):
        c.circle(x, y, 19, c.ball("#ecdfc2"))
        c.path(f"M{x - 9} {y + 3}q9 -8 18 0", stroke="#b5a480", width=2)


def gula_aren_batok(c: Canvas) -> None:
    sugar = "#8a4a22"

    def dome(x: float, y: float, r: float) -> None:
        c.path(
            f"M{x - r} {y}C{x - r} {y - r * 0.98:.0f} {x + r} {y - r * 0.98:.0f} {x + r} {y}Q{x} {y + r * 0.44:.0f} {x - r} {y}Z",
            c.ball(sugar, 0.42),
        )
        c.path(f"M{x - r} {y}Q{x} {y + r * 0.44:.0f} {x + r} {y}", stroke=dark(sugar, 0.5), width=5, opacity=0.7)
        c.path(
            f"M{x - r * 0.6:.0f} {y - r * 0.3:.0f}Q{x - r * 0.4:.0f} {y - r * 0.6:.0f} {x:.0f} {y - r * 0.64:.0f}",
            stroke="#f6cf94",
            width=9,
            opacity=0.65,
            cap="round",
        )
        c.path(
            "".join(
                f"M{x + dx * r:.0f} {y + dy * r:.0f}h.1"
                for dx, dy in ((0.2, -0.3), (0.5, -0.1), (-0.3, -0.1), (0.1, 0.05), (0.6, -0.36), (-0.6, 0))
            ),
            stroke=dark(sugar, 0.4),
            width=7,
            cap="round",
            opacity=0.6,
        )

    leaf(c, 90, 640, 330, -28, "#4f8a3a", breadth=0.15)
    leaf(c, 80, 660, 360, -8, "#5d9a42", breadth=0.15)
    c.shadow(340, 636, 270, 50)
    dome(230, 560, 130)
    dome(460, 570, 136)
    dome(345, 468, 134)
    # A half shell with sugar set in it.
    c.shadow(620, 700, 150, 34)
    c.path("M490 560C490 660 550 710 620 710C690 710 750 660 750 560Z", c.tube("#4a3020", 0.3))
    c.path(
        "M510 600q20 60 60 90M560 620q10 50 40 84M720 600q-10 60 -50 90M660 630q0 40 -20 70",
        stroke="#8a6a4a",
        width=4,
        opacity=0.6,
    )
    c.ellipse(620, 560, 130, 40, c.body("#6b4a32"))
    c.ellipse(620, 560, 120, 35, "#f6efe0")
    c.ellipse(620, 562, 106, 29, c.body(sugar, 0.35))
    c.path("M540 556Q580 542 640 542", stroke="#f6cf94", width=5, opacity=0.7, cap="round")
    # Shavings and a broken piece.
    c.shadow(280, 716, 180, 22)
    c.path("M150 690L220 660L270 690L240 722L166 720Z", c.body("#a05a2a", 0.3))
    c.path("M220 660L214 700L240 722M214 700L150 690", stroke=dark(sugar, 0.4), width=4, opacity=0.6)
    c.path(
        "".join(
            f"M{x:.0f} {y:.0f}l{15 if a > 90 else 9} {-7 if a > 60 else 5}"
            for x, y, a in heap(36, 370, 706, 90, 20, seed=8)
        ),
        stroke="#a8622e",
        width=8,
        cap="round",
    )


def madu_hutan_sumbawa(c: Canvas) -> None:
    inside = jar(c, 200, 220, 300, 390, lid="#e0c078")
    c.path("M216 170h268v50h-268Z", cloth.weave(c, "#d9b36e", 20, contrast=0.2), opacity=0.6)
    with c.group(clip=inside):
        c.rect(200, 270, 300, 350, c.blend((0, "#f6b93a"), (0.5, "#d98a1c"), (1, "#8f4a0e")))
        c.ellipse(350, 272, 150, 22, "#f9d27a")
        for x, y, r in ((260, 340, 9), (420, 390, 7), (300, 540, 8), (440, 520, 10)):
            c.circle(x, y, r, "#fff0c4", opacity=0.6)
    jar_front(c, 200, 220, 300, 390)
    c.path("M350 356L420 396V476L350 516L280 476V396Z", "#fbf0d4")
    c.path("M350 366L411 401V471L350 506L289 471V401Z", None, stroke="#d9901f", width=4)
    # A bee on the label.
    c.ellipse(326, 412, 30, 18, "#dfeaf0", turn="30 326 412", stroke="#9ab0ba", width=2)
    c.ellipse(374, 412, 30, 18, "#dfeaf0", turn="-30 374 412", stroke="#9ab0ba", width=2)
    c.ellipse(350, 444, 24, 36, c.ball("#f0b93a"))
    c.path("M330 432h40M327 448h46M332 464h36", stroke="#3a2416", width=8)
    c.circle(350, 406, 16, "#3a2416")
    c.path("M342 394l-8 -14M358 394l8 -14", stroke="#3a2416", width=4, cap="round")
    # Honeycomb, dipper and a pool.
    c.shadow(620, 690, 160, 34)
    comb = "M500 600L560 520L690 500L750 580L730 680L600 710L520 690Z"
    c.path(comb, dark("#d9901f", 0.4), transform="translate(0 16)")
    c.path(comb, "#e3a32f")
    with c.group(clip=c.clip(comb)):
        cells = "".join(
            f"M{x} {y - 22}l19 11v22l-19 11l-19 -11v-22Z"
            for r in range(8)
            for x, y in ((480 + i * 44 + (r % 2) * 22, 500 + r * 37) for i in range(8))
        )
        c.path(cells, "#b5701a", stroke="#f6cf6a", width=5)
        c.path("M560 520L690 500L750 580L640 620Z", "#fff3c4", opacity=0.22)
    c.shadow(250, 710, 170, 24)
    c.path(
        "M130 700C160 670 240 690 290 684C340 680 370 706 330 722C270 738 130 736 130 700Z",
        c.blend((0, "#f6c04a"), (1, "#c9781a")),
    )
    c.path("M330 690L490 560", stroke=c.body("#b57b45"), width=18, cap="round")
    with c.group("rotate(-39 270 716)"):
        c.rect(196, 660, 110, 84, c.down("#d9a060", "#8a5a2c"), rx=34)
        c.path("M216 664v78M238 660v84M260 660v84M284 662v80", stroke="#6b4020", width=7)
    c.path("M196 690Q260 676 320 690", stroke="#ffe39a", width=7, opacity=0.8, cap="round")


PICTURES = {
    "sambal-bawang": sambal_bawang,
    "sambal-roa-manado": sambal_roa_manado,
    "kayu-manis-kerinci": kayu_manis_kerinci,
    "pala-banda": pala_banda,
    "vanili-alor": vanili_alor,
    "lada-putih-muntok": lada_putih_muntok,
    "gula-aren-batok": gula_aren_batok,
    "madu-hutan-sumbawa": madu_hutan_sumbawa,
}
