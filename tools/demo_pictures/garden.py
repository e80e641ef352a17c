"""Tanaman & Kebun."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501, PLR2004

from __future__ import annotations

from demo_pictures.bags import MONSTERA
from demo_pictures.canvas import Canvas, dark, light
from demo_pictures.shapes import CLAY, chilli, heap, leaf, pot


def monstera_deliciosa(c: Canvas) -> None:
    pot(c, 400, 530, 260, 190, 170, "#f3efe6")
    c.path("M296 600Q400 640 504 600M290 574Q400 612 510 574", stroke="#c98a5a", width=7, opacity=0.8)
    c.path(
        "M400 534C380 440 280 400 230 320M404 534C400 420 400 330 420 220M410 534C440 440 540 420 590 340M396 534C340 480 250 490 190 470M414 534C480 490 560 510 620 500",
        stroke="#5a8a3c",
        width=11,
        cap="round",
    )
    for x, y, scale, turn, colour in (
        (190, 420, 0.86, -66, "#2f6a3a"),
        (620, 460, 0.8, 64, "#2f6a3a"),
        (240, 230, 1.1, -30, "#3f8a4a"),
        (590, 260, 1.05, 34, "#3a8044"),
        (415, 170, 1.12, 4, "#4c9a52"),
    ):
        with c.group(f"translate({x} {y}) rotate({turn}) scale({scale} {scale})"):
            c.path(MONSTERA, "#1a2a14", opacity=0.18, transform="translate(10 14)")
            c.path(MONSTERA, c.blend((0, light(colour, 0.3)), (1, dark(colour, 0.25))))
            c.path(
                "M0 118V-118M0 70C-30 60 -60 60 -92 62M0 70C30 60 60 60 92 62M0 20C-40 10 -70 4 -110 -4M0 20C40 10 70 4 110 -4M0 -30C-30 -46 -56 -62 -76 -84M0 -30C30 -46 56 -62 76 -84",
                stroke=light(colour, 0.5),
                width=4,
                opacity=0.75,
            )
            for dx, dy in ((-46, 34), (46, 34), (-40, -12), (40, -12)):
                c.ellipse(dx, dy, 12, 6, dark(c.wall, 0.12), turn=f"{20 if dx < 0 else -20} {dx} {dy}")
    c.path("M470 540C480 480 500 470 496 430C494 410 508 400 516 416C526 450 506 500 484 540", c.body("#a9cf5a", 0.25))


def anggrek_bulan(c: Canvas) -> None:
    pot(c, 360, 560, 200, 150, 150, "#a9b8c4")
    leaf(c, 350, 566, 230, 206, "#3f7a3a", breadth=0.24, veins=False)
    leaf(c, 370, 566, 250, -18, "#4c8742", breadth=0.24, veins=False)
    leaf(c, 350, 560, 170, 232, "#4c8742", breadth=0.26, veins=False)
    leaf(c, 372, 560, 170, -52, "#3f7a3a", breadth=0.26, veins=False)
    c.path("M366 560C350 420 360 260 440 170C490 120 580 120 680 210", stroke="#6f8a3c", width=10, cap="round")
    c.path("M352 560L356 220", stroke="#b5946a", width=6)
    c.path("M346 330h20M346 440h20", stroke="#4f7a3a", width=6, cap="round")
    petal, edge = "#fdf7fb", "#d9b8d0"

    def orchid(x: float, y: float, s: float, turn: float) -> None:
        with c.group(f"translate({x} {y}) rotate({turn}) scale({s})"):
            c.path(
                "M0 -12C-26 -40 -22 -92 0 -104C22 -92 26 -40 0 -12ZM-6 8C-40 20 -66 56 -56 84C-30 90 0 56 4 16ZM6 8C40 20 66 56 56 84C30 90 0 56 -4 16Z",
                c.ball(dark(petal, 0.06), 0.1),
                stroke=edge,
                width=2,
            )
            for side in (-1, 1):
                c.path(
                    f"M0 0C{side * 30} -70 {side * 104} -84 {side * 122} -40C{side * 134} 0 {side * 110} 46 {side * 70} 40C{side * 36} 36 {side * 10} 20 0 0Z",
                    c.ball(petal, 0.1),
                    stroke=edge,
                    width=2,
                )
                c.path(
                    f"M{side * 16} -8Q{side * 60} -30 {side * 104} -26M{side * 16} 2Q{side * 60} 0 {side * 96} 16",
                    stroke=edge,
                    width=3,
                    opacity=0.7,
                )
            c.path("M-20 -6C-30 20 -16 40 0 54C16 40 30 20 20 -6Q0 -22 -20 -6Z", c.ball("#c2407f"))
            c.path("M-10 50Q-18 66 -26 64M10 50Q18 66 26 64", stroke="#c2407f", width=5, cap="round")
            c.ellipse(0, -4, 12, 10, c.ball("#f2c23c"))

    for x, y, s, turn in ((420, 250, 0.86, -16), (560, 196, 0.84, 6), (470, 390, 0.9, -4), (640, 290, 0.74, 14)):
        orchid(x, y, s, turn)
    for x, y, r in ((700, 236, 22), (728, 276, 17), (744, 312, 12)):
        c.ellipse(x, y, r * 0.8, r, c.ball("#e6dcb4"))
    c.path("M680 210Q720 246 744 312", stroke="#6f8a3c", width=5)


def lidah_mertua(c: Canvas) -> None:
    blades = (
        (400, 60, 0, 60),
        (320, 110, -9, 58),
        (484, 100, 8, 58),
        (250, 210, -17, 54),
        (556, 200, 17, 54),
        (360, 250, -3, 56),
        (446, 270, 5, 56),
    )
    for x, top, lean, w in blades:
        base = 400 + (x - 400) * 0.42
        d = f"M{base - w * 0.42:.0f} 560C{base - w * 0.6:.0f} 420 {x - w * 0.8:.0f} {top + 150} {x + lean} {top}C{x + w * 0.7:.0f} {top + 170} {base + w * 0.6:.0f} 420 {base + w * 0.42:.0f} 560Z"
        c.path(d, c.blend((0, "#e8cf5a"), (1, "#b59a35"), y2=0))
        inner = f"M{base - w * 0.26:.0f} 560C{base - w * 0.4:.0f} 420 {x - w * 0.52:.0f} {top + 170} {x + lean} {top + 44}C{x + w * 0.42:.0f} {top + 190} {base + w * 0.4:.0f} 420 {base + w * 0.26:.0f} 560Z"
        c.path(inner, c.blend((0, "#5f9a5a"), (0.5, "#3f7a4a"), (1, "#24502f"), y2=0))
        bands = "".join(
            f"M{x + (base - x) * t - w * 0.3:.0f} {y}q{w * 0.15:.0f} -14 {w * 0.3:.0f} 0t{w * 0.3:.0f} -4"
            for y in range(top + 120, 550, 42)
            for t in ((y - top) / (560 - top),)
        )
        c.path(bands, stroke="#b9d6a0", width=7, opacity=0.6, cap="round")
    pot(c, 400, 560, 280, 200, 150, "#3f5f7a")
    c.path("M270 560A130 36 0 0 0 530 560L528 566A130 34 0 0 1 272 566Z", "#2c4254")
    for x, _, _, w in blades:
        base = 400 + (x - 400) * 0.42
        c.path(
            f"M{base - w * 0.4:.0f} 540H{base + w * 0.4:.0f}V{566 + (4 if abs(base - 400) < 40 else 0)}Q{base} 576 {base - w * 0.4:.0f} 566Z",
            c.blend((0, "#5f9a5a"), (1, "#24502f"), y2=0),
        )
    c.path(
        "M274 640l20 -22l20 22l20 -22l20 22l20 -22l20 22l20 -22l20 22l20 -22l20 22l20 -22l20 22",
        stroke="#e8dcc0",
        width=6,
        opacity=0.85,
    )


def benih_cabai(c: Canvas) -> None:
    c.shadow(330, 660, 210, 40)
    with c.group("rotate(-5 320 400)"):
        c.path("M150 130H500V640H150Z", "#2b1a12", opacity=0.22, transform="translate(14 14)")
        c.path("M150 120H500V640H150Z", c.body("#f6ecd2", 0.14))
        c.path("M150 120H500V178H150Z", c.body("#d8c9a4", 0.15))
        c.path("M150 178H500", stroke="#b5a47a", width=3, dash="9 6")
        c.path("M150 590H500V640H150Z", "#c8372d")
        c.path("M178 206H472V566H178Z", c.down("#d9ecd8", "#f4f2d0"))
        c.path("M178 520Q320 490 472 520V566H178Z", "#7a5236")
        # A chilli plant grows on the packet.
        c.path(
            "M326 524C330 440 320 380 326 250M326 440C290 420 260 400 244 360M326 400C366 380 400 350 410 310M326 340C300 320 280 300 274 270",
            stroke="#4f7f35",
            width=9,
            cap="round",
        )
        for x, y, n, turn in (
            (326, 260, 80, -90),
            (274, 280, 80, -130),
            (410, 320, 84, -50),
            (246, 366, 84, 190),
            (326, 330, 90, -30),
            (330, 440, 90, -14),
            (320, 460, 80, 190),
        ):
            leaf(c, x, y, n, turn, "#4f8f3f", breadth=0.3)
        for x, y, n, turn, colour in (
            (262, 384, 96, 84, "#d3301f"),
            (300, 420, 90, 100, "#e0452a"),
            (372, 376, 100, 80, "#d3301f"),
            (404, 340, 90, 96, "#e8862a"),
            (352, 452, 80, 92, "#d3301f"),
        ):
            chilli(c, x, y, n, turn, colour)
        c.path("M178 206H472V566H178Z", None, stroke="#c8372d", width=5)
        c.path("M166 130V630", stroke="#ffffff", width=9, opacity=0.5)
        c.path("M300 614h50M216 614h40M396 614h40", stroke="#fbe3b8", width=13, cap="round")
    # Chillies, and seeds spilled on the table.
    c.shadow(600, 640, 140, 26)
    chilli(c, 530, 590, 210, 14)
    chilli(c, 546, 640, 190, -8, "#e0452a")
    seeds = heap(26, 420, 716, 220, 26, seed=7, gap=22)
    for x, y, turn in seeds:
        c.ellipse(x, y, 11, 8, "#f3dc9a", turn=f"{turn:.0f} {x:.0f} {y:.0f}", stroke="#b5913f", width=2)
    c.path("M660 706C656 670 664 650 690 640M660 690C640 680 630 664 632 650", stroke="#6f9a3c", width=6, cap="round")
    leaf(c, 688, 642, 50, -20, "#6fae4a", veins=False)
    leaf(c, 634, 654, 46, -150, "#6fae4a", veins=False)


def pot_gerabah(c: Canvas) -> None:
    def saucer(x: float, y: float, rx: float) -> None:
        c.shadow(x, y + 20, rx, rx * 0.2)
        c.path(
            f"M{x - rx} {y}Q{x - rx + 8} {y + 42} {x - rx * 0.7:.0f} {y + 44}H{x + rx * 0.7:.0f}Q{x + rx - 8} {y + 42} {x + rx} {y}Z",
            c.tube(dark(CLAY, 0.05)),
        )
        c.ellipse(x, y, rx, rx * 0.16, c.body(light(CLAY, 0.1)))
        c.ellipse(x, y + 4, rx * 0.88, rx * 0.12, dark(CLAY, 0.45))

    def empty(x: float, y: float, top: float, bottom: float, height: float) -> None:
        ry = top * 0.14
        c.path(
            f"M{x - top * 0.46:.0f} {y + 30}L{x - bottom / 2:.0f} {y + height - 8}Q{x} {y + height + 16} {x + bottom / 2:.0f} {y + height - 8}L{x + top * 0.46:.0f} {y + 30}Z",
            c.tube(CLAY),
        )
        c.path(
            f"M{x - top / 2:.0f} {y}V{y + top * 0.18:.0f}Q{x} {y + top * 0.18 + 2 * ry:.0f} {x + top / 2:.0f} {y + top * 0.18:.0f}V{y}Z",
            c.tube(light(CLAY, 0.08)),
        )
        c.path(
            f"M{x - top * 0.46:.0f} {y + top * 0.22:.0f}Q{x} {y + top * 0.22 + 2 * ry:.0f} {x + top * 0.46:.0f} {y + top * 0.22:.0f}",
            stroke=dark(CLAY, 0.5),
            width=8,
            opacity=0.35,
        )
        c.ellipse(x, y, top / 2, ry, c.body(light(CLAY, 0.2)))
        c.ellipse(x, y + 3, top * 0.44, ry * 0.8, c.blend((0, dark(CLAY, 0.65)), (1, dark(CLAY, 0.15)), x2=0.3))
        c.path(
            f"M{x - top * 0.3:.0f} {y + height * 0.42:.0f}L{x - bottom * 0.3:.0f} {y + height * 0.86:.0f}",
            stroke="#ffffff",
            width=13,
            opacity=0.22,
            cap="round",
        )

    saucer(270, 630, 170)
    empty(270, 290, 330, 220, 344)
    c.path("M170 480Q200 460 230 476M330 560q20 -10 40 0", stroke="#f3d9c4", width=9, opacity=0.35, cap="round")
    saucer(590, 650, 120)
    empty(590, 440, 230, 156, 216)
    # A seedling already lives in the smallest.
    saucer(440, 724, 84)
    empty(440, 590, 150, 104, 140)
    c.ellipse(440, 594, 64, 15, "#4a3226")
    c.path("M440 596C436 560 444 540 440 516", stroke="#6f9a3c", width=7, cap="round")
    leaf(c, 440, 526, 72, -150, "#6fae4a")
    leaf(c, 440, 520, 78, -34, "#5d9a42")


def alat_tanam_tangan(c: Canvas) -> None:
    steel, wood = "#9aa2a8", "#a9683c"
    c.shadow(400, 690, 280, 40, strength=0.25)

    def handle() -> None:
        c.path("M-12 80H12L16 150H-16Z", c.tube(steel, 0.35))
        c.rect(-20, 140, 40, 26, c.tube("#d9b36a", 0.35), rx=5)
        c.path(
            "M-22 164C-30 220 -18 260 -24 320C-28 366 -14 384 0 384C14 384 28 366 24 320C18 260 30 220 22 164Z",
            c.tube(wood, 0.4),
        )
        c.path("M-10 190C-14 240 -6 280 -10 340", stroke="#ffffff", width=6, opacity=0.4, cap="round")
        c.circle(0, 360, 7, "#3a2010")

    with c.group("translate(270 330) rotate(-16) scale(1.15)"):
        with c.group("translate(16 16)", opacity=0.2):
            c.path(
                "M-62 -120C-70 0 -60 60 -14 90H14C60 60 70 0 62 -120Q0 -190 -62 -120ZM-22 160H22V384H-22Z", "#2b1a12"
            )
        c.path(
            "M-62 -110C-72 0 -60 60 -14 94H14C60 60 72 0 62 -110C50 -170 20 -200 0 -220C-20 -200 -50 -170 -62 -110Z",
            c.body(steel, 0.4),
        )
        c.path(
            "M-30 -110C-34 0 -26 50 0 84C26 50 34 0 30 -110C20 -150 8 -176 0 -190C-8 -176 -20 -150 -30 -110Z",
            c.blend((0, dark(steel, 0.35)), (1, light(steel, 0.35)), y2=0.2),
            opacity=0.8,
        )
        c.path("M-50 -100C-56 -20 -50 30 -30 60", stroke="#ffffff", width=7, opacity=0.7, cap="round")
        handle()
    with c.group("translate(540 330) rotate(14) scale(1.15)"):
        with c.group("translate(16 16)", opacity=0.2):
            c.path("M-70 -190h20V20H50V-190h20V40L14 90H-14L-70 40ZM-22 160H22V384H-22Z", "#2b1a12")
        tines = "M-66 -180C-76 -90 -66 -10 -52 20Q-30 50 0 90Q30 50 52 20C66 -10 76 -90 66 -180L56 -214L46 -180C50 -100 48 -40 36 -10Q24 10 12 14L10 -180L0 -218L-10 -180L-12 14Q-24 10 -36 -10C-48 -40 -50 -100 -46 -180L-56 -214Z"
        c.path(tines, c.body(steel, 0.4))
        c.path(
            "M-58 -170C-64 -90 -58 -20 -44 14M-4 -170V10M52 -170C56 -90 54 -30 44 4",
            stroke="#ffffff",
            width=5,
            opacity=0.7,
            cap="round",
        )
        handle()
    # A little soil and a sprout.
    c.path("M560 740C590 690 640 676 680 690C720 700 750 726 760 744Q660 764 560 740Z", c.ball("#5c3f2c"))
    c.path(
        "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(22, 660, 722, 76, 16, seed=3)),
        stroke="#8a6648",
        width=7,
        cap="round",
    )
    c.path("M660 692C658 660 664 640 660 620", stroke="#6f9a3c", width=7, cap="round")
    leaf(c, 660, 632, 64, -150, "#6fae4a")
    leaf(c, 660, 626, 68, -34, "#5d9a42")


def gembor_seng(c: Canvas) -> None:
    zinc = "#7f9fa6"
    c.shadow(380, 690, 260, 46)
    c.path("M250 330C90 250 70 560 252 600", stroke=dark(zinc, 0.4), width=30)
    c.path("M250 330C90 250 70 560 252 600", stroke=light(zinc, 0.2), width=16, transform="translate(-3 -3)")
    c.path("M500 620L470 520L640 270L678 296Z", c.body(zinc, 0.35))
    c.path("M486 548L650 306", stroke="#ffffff", width=7, opacity=0.5, cap="round")
    c.path("M540 400L470 330", stroke=dark(zinc, 0.3), width=13)
    # The rose, and water.
    with c.group("rotate(34 670 262)"):
        c.path("M644 306L610 236H730L696 306Z", c.tube("#c98f4a", 0.35))
        c.ellipse(670, 236, 60, 17, c.body("#dcae6a"))
        c.path(
            "M640 232h.1M656 228h.1M672 230h.1M688 228h.1M704 233h.1M648 240h.1M664 242h.1M680 240h.1M696 241h.1",
            stroke="#5c3a1c",
            width=7,
            cap="round",
        )
    c.path(
        "M712 236C756 260 770 330 772 400M724 226C776 250 790 310 792 370M700 250C736 276 748 350 750 440M690 262C716 300 726 370 728 470",
        stroke="#8fc4e0",
        width=5,
        dash="16 12",
        cap="round",
    )
    body = "M236 300V640Q236 690 380 694Q524 690 524 640V300Z"
    c.path(body, c.tube(zinc, 0.42))
    for y in (340, 600):
        c.path(f"M236 {y}Q236 {y + 44} 380 {y + 48}Q524 {y + 44} 524 {y}", stroke=dark(zinc, 0.35), width=7)
        c.path(f"M236 {y - 6}Q236 {y + 38} 380 {y + 42}Q524 {y + 38} 524 {y - 6}", stroke=light(zinc, 0.5), width=4)
    c.path("M274 350V640", stroke="#ffffff", width=17, opacity=0.4, cap="round")
    c.ellipse(380, 300, 144, 44, c.body(light(zinc, 0.25), 0.3))
    c.path("M250 304A130 36 0 0 1 510 304A130 36 0 0 1 250 304Z", dark(zinc, 0.55))
    c.path("M380 264A144 44 0 0 1 524 300Q524 336 380 344Q430 304 380 264Z", c.body(zinc, 0.3))
    c.path("M270 292C290 170 470 170 490 292", stroke=dark(zinc, 0.4), width=24)
    c.path("M270 288C290 168 470 168 490 288", stroke=light(zinc, 0.3), width=12)
    # A painted sprig.
    c.path("M330 560C350 500 360 470 400 430", stroke="#f3ead2", width=6, cap="round")
    for x, y, turn in ((340, 530, -160), (352, 500, -20), (366, 476, -150), (380, 452, 0), (400, 432, -60)):
        leaf(c, x, y, 56, turn, "#f3ead2", veins=False)
    # What it waters.
    for x in (690, 744):
        c.path(f"M{x} 690C{x - 4} 660 {x + 4} 640 {x} 610", stroke="#6f9a3c", width=7, cap="round")
        leaf(c, x, 630, 54, -150, "#6fae4a")
        leaf(c, x, 622, 58, -34, "#5d9a42")
    c.path("M610 728C640 690 680 682 716 686C752 680 790 696 806 728Q706 752 610 728Z", c.ball("#6b4a34"))


PICTURES = {
    "monstera-deliciosa": monstera_deliciosa,
    "anggrek-bulan": anggrek_bulan,
    "lidah-mertua": lidah_mertua,
    "benih-cabai": benih_cabai,
    "pot-gerabah": pot_gerabah,
    "alat-tanam-tangan": alat_tanam_tangan,
    "gembor-seng": gembor_seng,
}
