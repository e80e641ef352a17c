"""Tas & Aksesori."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501, PLR2004

from __future__ import annotations

import math

from demo_pictures import cloth
from demo_pictures.canvas import Canvas, dark, light, polar
from demo_pictures.shapes import flower, leaf

MONSTERA = "M0 120C-16 90 -20 84 -30 70L-58 96C-92 92 -118 70 -128 40L-84 24L-134 20C-140 -6 -134 -34 -120 -56L-74 -30L-108 -76C-92 -98 -72 -112 -48 -122L-38 -70L-30 -128C-12 -134 12 -134 30 -128L38 -70L48 -122C72 -112 92 -98 108 -76L74 -30L120 -56C134 -34 140 -6 134 20L84 24L128 40C118 70 92 92 58 96L30 70C20 84 16 90 0 120Z"


def tas_belanja_kanvas(c: Canvas) -> None:
    canvas = "#eee0c4"
    c.shadow(400, 724, 240, 40)
    c.path("M300 320C296 150 330 84 400 84C470 84 504 150 500 320", stroke=dark(canvas, 0.3), width=32)
    c.path("M196 300H604L634 690Q636 724 600 724H200Q164 724 166 690Z", c.body(canvas, 0.2))
    c.path(
        "M196 300H604L634 690Q636 724 600 724H200Q164 724 166 690Z",
        c.tile(8, 8, '<path d="M0 2h8M2 0v8" stroke="#a98d5c" stroke-width=".8" opacity=".35"/>'),
    )
    c.path("M604 300L634 690Q636 724 600 724H540C580 600 560 420 530 300Z", "#5a3a1c", opacity=0.14)
    c.path("M230 300C250 420 210 560 220 724H200Q164 724 166 690L196 300Z", "#ffffff", opacity=0.25)
    c.path("M194 338H606M192 350H608", stroke=dark(canvas, 0.3), width=2.5, dash="8 5")
    c.path("M268 330C262 190 320 116 400 116C480 116 538 190 532 330", stroke=c.body(canvas, 0.25), width=34)
    c.path("M251 300h34v66h-34ZM515 300h34v66h-34Z", light(canvas, 0.2))
    c.path(
        "M254 304l28 58M282 304l-28 58M518 304l28 58M546 304l-28 58M254 304h28v58h-28ZM518 304h28v58h-28Z",
        stroke=dark(canvas, 0.35),
        width=2.5,
    )
    with c.group("translate(400 530) scale(1.12)"):
        c.path(MONSTERA, "#3f7a52")
        c.path(
            "M0 160C4 60 0 -40 0 -120M0 70C-30 60 -60 60 -92 62M0 70C30 60 60 60 92 62M0 20C-40 10 -70 4 -110 -4M0 20C40 10 70 4 110 -4M0 -30C-30 -46 -56 -62 -76 -84M0 -30C30 -46 56 -62 76 -84",
            stroke="#cfe3c4",
            width=5,
            cap="round",
        )
        c.path("M0 120C-2 140 -6 160 -14 176", stroke="#3f7a52", width=9, cap="round")
        for x, y in ((-46, 30), (46, 30), (-40, -16), (40, -16)):
            c.ellipse(x, y, 13, 7, canvas, turn=f"{20 if x < 0 else -20} {x} {y}")


def tas_rotan_bulat(c: Canvas) -> None:
    brown = "#a9682f"
    c.shadow(400, 716, 200, 36)
    c.path("M232 330C190 120 300 40 400 40C500 40 610 120 568 330", stroke="#4a2a18", width=20)
    c.path("M230 330C188 122 298 45 398 45", stroke="#a9704a", width=4, opacity=0.8)
    c.circle(420, 484, 236, dark(brown, 0.45))
    c.circle(396, 474, 236, c.ball(brown, 0.35))
    ring_count = 12
    for i in range(ring_count):
        r = 226 - i * 18
        c.circle(396, 474, r, None, stroke=dark(brown, 0.45), width=4)
        c.circle(
            396,
            474,
            r - 8,
            None,
            stroke=light(brown, 0.3 + 0.15 * (i % 2)),
            width=12,
            dash=f"{12 + (i % 2) * 3} 4",
            opacity=0.85,
        )
    for a in range(0, 360, 30):
        (ax, ay), (bx, by) = polar(396, 474, 100, a), polar(396, 474, 170, a + 9)
        c.path(f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}", stroke="#5c3216", width=9, opacity=0.5, cap="round")
    flower(c, 396, 474, 62, "#7a4420", "#e3b46a", count=8, breadth=0.24)
    c.circle(396, 474, 236, c.blend((0, "#fff0d0"), (0.5, "#a9682f"), (1, "#2f1708")), opacity=0.28)
    c.circle(396, 474, 230, None, stroke=light(brown, 0.35), width=12, dash="14 5")
    for x in (214, 578):
        c.path(f"M{x} 310l20 46h-40Z", "#4a2a18")
        c.circle(x, 340, 9, c.ball("#d9b36a"))
    c.rect(372, 224, 50, 96, c.body("#5c3420", 0.3), rx=16)
    c.circle(397, 292, 13, c.ball("#e0bf78"))
    c.path("M240 380Q280 290 360 262", stroke="#ffffff", width=12, opacity=0.25, cap="round")


def dompet_kulit_lipat(c: Canvas) -> None:
    leather = "#9a5a30"
    c.shadow(400, 650, 320, 50)
    # Inside, seen above the front half: notes and cards.
    back = "M120 300Q120 266 156 262L620 236Q660 236 664 272L686 590H110Z"
    c.path(back, c.body(dark(leather, 0.3), 0.2))
    c.path("M160 290L640 262L650 400H154Z", "#cfe0c4", stroke="#8fae86", width=3)
    c.path("M150 312L650 286L656 420H148Z", "#e8c9c4", stroke="#b58f8a", width=3)
    c.circle(560, 340, 34, None, stroke="#b58f8a", width=4)
    c.path("M190 330q30 -16 60 0t60 0M190 348q30 -16 60 0", stroke="#b58f8a", width=4)
    for i, colour in enumerate(("#4f7f9a", "#d9a23a", "#b5443a")):
        c.path(
            f"M170 {352 + i * 26}L430 {340 + i * 26}Q446 {340 + i * 26} 446 {356 + i * 26}V520H166Z",
            c.body(colour, 0.2),
        )
        c.path(f"M186 {370 + i * 26}L300 {364 + i * 26}", stroke="#ffffff", width=6, opacity=0.7)
    c.path("M154 420L452 408V560H150Z", c.body(dark(leather, 0.12), 0.2))
    c.path("M154 420L452 408", stroke="#e9c79a", width=4, dash="11 6")
    # The front half, folded towards us.
    front = "M96 470Q96 440 130 440H668Q704 440 704 474V622Q704 660 668 660H132Q96 660 96 622Z"
    c.path(front, dark(leather, 0.5), transform="translate(6 12)")
    c.path(front, c.body(leather, 0.3))
    c.path("M96 470Q96 440 130 440H668Q704 440 704 474V490Q400 476 96 490Z", "#ffffff", opacity=0.16)
    c.path(
        "M118 484Q118 462 142 462H656Q682 462 682 486V614Q682 638 656 638H144Q118 638 118 614Z",
        stroke="#f0d3a8",
        width=5,
        dash="14 8",
        cap="round",
    )
    c.path("M150 560q80 -20 160 0t160 4t170 -10M180 600q60 -8 120 2", stroke=dark(leather, 0.3), width=4, opacity=0.35)
    c.path("M140 470Q300 450 520 458", stroke="#ffffff", width=7, opacity=0.4, cap="round")
    # A blind-stamped leaf and a brass stud.
    c.path(
        "M560 596C574 548 620 540 648 544C650 580 620 610 560 596ZM560 596C590 580 616 562 640 550",
        stroke=dark(leather, 0.4),
        width=5,
    )
    c.circle(160, 596, 14, c.ball("#e0bf78"))


def kalung_manik_dayak(c: Canvas) -> None:
    # A bust of dark wood.
    c.shadow(400, 740, 250, 30)
    c.path(
        "M330 80Q400 60 470 80C470 170 480 220 540 260C640 310 670 400 680 720Q400 760 120 720C130 400 160 310 260 260C320 220 330 170 330 80Z",
        c.blend((0, "#8a6a5a"), (0.4, "#6b4c40"), (1, "#3a2620")),
    )
    c.ellipse(400, 82, 70, 18, c.body("#94705e"))
    colours = (
        "#d3302a",
        "#f0c03a",
        "#1f1c1c",
        "#f6f0e0",
        "#2f7a5a",
        "#f0c03a",
        "#d3302a",
        "#f6f0e0",
        "#2f5f9a",
        "#e8793a",
    )

    def strand(x: float, top: float, drop: float, count: int, r: float, shift: int) -> None:
        for i in range(count):
            t = math.pi * i / (count - 1)
            px, py = 400 - x * math.cos(t), top + drop * math.sin(t) ** 0.8
            c.circle(px, py, r, c.ball(colours[(i + shift) % len(colours)], 0.4))

    strand(112, 210, 150, 25, 11, 0)
    strand(140, 236, 210, 29, 12, 3)
    strand(166, 262, 270, 33, 13, 6)
    # The beaded pendant with its curls.
    c.path("M330 530H470L500 600L400 716L300 600Z", "#1f1c1c")
    c.path("M330 530H470L500 600L400 716L300 600Z", stroke="#f0c03a", width=9, dash="9 3")
    c.path(
        "M400 680C400 620 350 640 350 604C350 576 386 576 386 600M400 680C400 620 450 640 450 604C450 576 414 576 414 600M400 560v36M366 552q34 20 68 0",
        stroke="#d3302a",
        width=13,
        cap="round",
    )
    c.path(
        "M400 680C400 620 350 640 350 604C350 576 386 576 386 600M400 680C400 620 450 640 450 604C450 576 414 576 414 600M400 560v36M366 552q34 20 68 0",
        stroke="#f6f0e0",
        width=5,
        cap="round",
        dash="1 8",
    )
    for x, y in ((322, 640), (350, 676), (400, 724), (450, 676), (478, 640)):
        for i in range(2):
            c.circle(x, y + 10 + i * 20, 9, c.ball(("#f0c03a", "#d3302a")[i]))


def topi_pandan(c: Canvas) -> None:
    straw = "#e0c27e"
    c.shadow(400, 640, 350, 60)
    brim = "M50 560C60 470 230 440 400 440C570 440 740 470 750 560C740 640 570 670 400 670C230 670 60 640 50 560Z"
    c.path(brim, dark(straw, 0.45), transform="translate(0 12)")
    c.path(brim, cloth.weave(c, straw, 22, "rotate(45) scale(1 1)", contrast=0.16))
    c.path(brim, c.blend((0, "#fff6dc"), (0.5, "#e8d09a"), (1, "#6b4c1c"), y2=0.6), opacity=0.36)
    for ry, rx in ((96, 320), (80, 280)):
        c.ellipse(400, 556, rx, ry, None, stroke=dark(straw, 0.3), width=4, opacity=0.5)
    c.path(brim, stroke=light(straw, 0.3), width=9)
    c.ellipse(416, 560, 214, 56, "#3a240f", opacity=0.35)
    crown = "M196 540C196 380 220 210 300 190C340 178 370 206 400 206C430 206 460 178 500 190C580 210 604 380 604 540Q604 592 400 594Q196 592 196 540Z"
    c.path(crown, cloth.weave(c, straw, 22, "rotate(45)", contrast=0.16))
    c.path(crown, c.tube("#d9b56a", 0.5), opacity=0.4)
    c.path(
        "M300 190C340 178 370 206 400 206C430 206 460 178 500 190C480 250 440 262 400 262C360 262 320 250 300 190Z",
        "#5a3a14",
        opacity=0.3,
    )
    c.path("M198 470Q400 530 602 470L604 540Q604 592 400 594Q196 592 196 540Z", c.tube("#2c2a30", 0.3))
    c.path("M198 482Q400 542 602 482M196 552Q400 604 604 552", stroke="#6a6670", width=3)
    c.path(
        "M560 500C620 470 690 500 670 540C650 570 600 560 572 530ZM566 530C610 560 640 610 610 640C590 620 570 580 556 548Z",
        c.body("#2c2a30", 0.3),
    )
    c.rect(552, 500, 36, 48, c.body("#3a3840", 0.3), rx=10)
    c.path("M240 400C246 320 262 260 292 228", stroke="#ffffff", width=13, opacity=0.4, cap="round")


def noken_papua(c: Canvas) -> None:
    fibre, red, yellow = "#d9c096", "#a33a24", "#e0a93a"
    strap = "M236 320C200 120 310 36 400 36C490 36 600 120 564 320"
    c.path(strap, stroke="#3a2620", width=30, opacity=0.16, transform="translate(14 14)")
    for colour, width, dash in (
        (dark(fibre, 0.4), 34, None),
        (fibre, 26, None),
        (red, 26, "18 34"),
        (dark(fibre, 0.35), 3, "10 6"),
    ):
        c.path(strap, stroke=colour, width=width, dash=dash)
    body = "M232 306Q400 346 568 306C610 400 690 520 648 640C606 730 500 752 400 752C300 752 194 730 152 640C110 520 190 400 232 306Z"
    c.path(body, "#3a2620", opacity=0.16, transform="translate(16 16)")
    c.path(body, "#6b5236")
    window = c.clip(body)
    # Sweet potatoes and greens show through the mesh.
    with c.group(clip=window):
        for x, y, turn, colour in (
            (270, 650, 24, "#b5506f"),
            (540, 640, -30, "#c8703a"),
            (400, 690, -6, "#b5506f"),
            (330, 540, -34, "#c8703a"),
            (500, 530, 24, "#b5506f"),
        ):
            c.path(
                "M-120 0C-80 -66 60 -66 120 -6C70 62 -70 66 -120 0Z",
                c.body(colour, 0.28),
                transform=f"translate({x} {y}) rotate({turn})",
            )
        for x, y, turn in ((240, 480, -40), (380, 470, -80), (450, 470, -30), (330, 450, -110)):
            leaf(c, x, y, 150, turn, "#5d9a42", breadth=0.4)
        # The looped mesh, row by row.
        for row in range(13):
            y = 322 + row * 34
            colour = red if row in {2, 3, 10} else yellow if row in {5, 8} else fibre
            d = f"M{96 + (row % 2) * 20} {y}" + "q20 58 40 0" * 15
            c.path(d, stroke=dark(colour, 0.5), width=8, transform="translate(2 3)", cap="round")
            c.path(d, stroke=colour, width=6, cap="round")
        c.path(body, c.blend((0, "#fff2d6"), (0.5, "#cbb083"), (1, "#1f120a")), opacity=0.2)
    c.path(body, stroke=dark(fibre, 0.3), width=9)
    c.path("M232 306Q400 346 568 306", stroke=dark(fibre, 0.4), width=28, cap="round")
    c.path("M232 306Q400 346 568 306", stroke=fibre, width=20, cap="round")
    c.path("M232 306Q400 346 568 306", stroke=red, width=20, dash="16 22")


def payung_geulis(c: Canvas) -> None:
    red, count = "#c8372f", 16
    c.shadow(560, 742, 230, 34, strength=0.4)
    with c.group("rotate(-16 400 400)"):
        c.path("M400 300V770", stroke=c.blend((0, "#e0b878"), (1, "#8a5a2e"), y2=0), width=17, cap="round")
        c.path("M400 300V770", stroke="#d9b070", width=15, cap="round")
        c.path("M392 640V764", stroke="#f6deb0", width=3)
        c.path("M391 560h18M391 580h18M391 600h18", stroke="#3f7a5a", width=9)
        cx, cy, rx, ry = 400, 330, 340, 210
        rim = [polar(cx, cy, rx, i * 360 / count, ry / rx) for i in range(count)]
        apex = (400.0, 250.0)
        for i in range(count):
            (ax, ay), (bx, by) = rim[i], rim[(i + 1) % count]
            mx, my = (ax + bx) / 2, (ay + by) / 2
            sx, sy = cx + (mx - cx) * 0.97, cy + (my - cy) * 0.97
            lit = (math.cos(math.radians((i + 0.5) * 360 / count - 225)) + 1) / 2
            shade = light(red, lit * 0.24) if lit > 0.5 else dark(red, (0.5 - lit) * 0.7)
            c.path(
                f"M{apex[0]:.0f} {apex[1]:.0f}L{ax:.0f} {ay:.0f}Q{sx:.0f} {sy:.0f} {bx:.0f} {by:.0f}Z",
                shade,
                stroke=dark(red, 0.35),
                width=2,
            )
        for share, colour, width in (
            (0.93, "#f2c23c", 10),
            (0.86, "#f6ead0", 3),
            (0.3, "#f2c23c", 6),
            (0.24, "#2f7a5a", 6),
        ):
            c.ellipse(
                apex[0] + (cx - apex[0]) * share,
                apex[1] + (cy - apex[1]) * share,
                rx * share,
                ry * share,
                None,
                stroke=colour,
                width=width,
            )
        for i in range(8):
            x, y = polar(cx, cy - 26, rx * 0.6, i * 45 + 22, ry / rx)
            near = 0.75 + 0.35 * (y - 160) / 330
            with c.group(f"translate({x:.0f} {y:.0f}) scale({near:.2f} {near * 0.72:.2f}) rotate({i * 45 + 22})"):
                c.path(
                    "M-46 4C-30 -26 -10 -20 -6 0C-10 20 -30 26 -46 4ZM46 -4C30 -30 12 -22 8 -2C12 20 30 22 46 -4Z",
                    "#3f8a5a",
                )
                flower(c, 0, 0, 33, ("#fbe6ec", "#f6c23c")[i % 2], ("#f0b93a", "#fff4d8")[i % 2], breadth=0.4)
        c.path("M384 252Q400 236 416 252L410 262H390Z", "#2f2420")
        c.path("M400 244V216", stroke="#2f2420", width=9, cap="round")
        c.circle(400, 214, 9, c.ball("#f2c23c"))


noken_papua.hangs = True  # type: ignore[attr-defined]

PICTURES = {
    "tas-belanja-kanvas": tas_belanja_kanvas,
    "tas-rotan-bulat": tas_rotan_bulat,
    "dompet-kulit-lipat": dompet_kulit_lipat,
    "kalung-manik-dayak": kalung_manik_dayak,
    "topi-pandan": topi_pandan,
    "noken-papua": noken_papua,
    "payung-geulis": payung_geulis,
}
