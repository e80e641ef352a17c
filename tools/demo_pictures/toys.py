"""Mainan & Buku."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

from demo_pictures.canvas import Canvas, dark, light
from demo_pictures.shapes import board_grain, heap


def truk_kayu(c: Canvas) -> None:
    pine, red = "#dcaf72", "#cf3f33"
    c.shadow(400, 650, 330, 40)
    c.rect(90, 520, 620, 40, c.down("#c08a52", "#7a4c26"), rx=10)
    # Blocks in the bed.
    for x, y, colour in (
        (130, 268, "#f0c03a"),
        (226, 268, "#4f8fbf"),
        (322, 268, "#5fa05a"),
        (180, 176, "#e8793a"),
        (276, 176, "#f6ead0"),
    ):
        c.rect(x, y, 92, 92, c.body(colour, 0.25), rx=8)
        c.path(f"M{x + 8} {y + 8}h76", stroke="#ffffff", width=5, opacity=0.5, cap="round")
    c.path(
        "M352 314l16 -26l16 26ZM256 314m-18 0a18 18 0 1 0 36 0a18 18 0 1 0 -36 0M160 300h32v30h-32Z",
        "#ffffff",
        opacity=0.75,
    )
    board_grain(c, "M86 348H442V524H104Z", pine, "M90 380q160 -12 350 6M92 430q120 14 350 -8M98 480q180 -16 344 6")
    c.path("M86 348H442", stroke=light(pine, 0.5), width=9)
    for x in (180, 270, 360):
        c.path(f"M{x} 352V520", stroke=dark(pine, 0.35), width=5, opacity=0.6)
    for x, y in ((110, 376), (420, 376), (116, 498), (420, 498)):
        c.circle(x, y, 8, c.ball("#a9743f"))
    # The cab.
    c.path("M460 250Q460 226 486 226H600Q622 226 632 246L686 384Q712 392 712 420V524H460Z", c.body(red, 0.28))
    c.path("M540 266H590Q602 266 607 276L640 372H540Z", c.body("#dcecf2", 0.2))
    c.path("M478 266H522V372H478Z", c.body("#dcecf2", 0.2))
    c.path("M556 360L590 276M580 364L610 300", stroke="#ffffff", width=9, opacity=0.8)
    c.path("M530 384V516M550 420h30", stroke=dark(red, 0.4), width=5, cap="round")
    c.path("M478 240H590", stroke="#ffffff", width=8, opacity=0.4, cap="round")
    c.circle(694, 446, 18, c.ball("#f6d878"))
    c.rect(640, 488, 84, 30, c.down("#e8d3a8", "#a9854a"), rx=10)
    for x in (204, 586):
        c.circle(x, 572, 84, c.ball("#3a3230"))
        c.circle(x, 572, 62, c.body(pine, 0.3))
        c.circle(x, 572, 44, None, stroke=dark(pine, 0.3), width=3)
        c.circle(x, 572, 16, c.ball(red))
        c.path(f"M{x - 66} 530A78 78 0 0 1 {x - 10} 495", stroke="#ffffff", width=6, opacity=0.35, cap="round")


def congklak_kayu(c: Canvas) -> None:
    wood = "#9a5a34"
    with c.group("rotate(-12 400 430)"):
        c.ellipse(420, 500, 370, 150, c.glow("#2b1a12", 0.5))
        side = "M40 400C40 330 90 312 150 312H650C710 312 760 330 760 400V430C760 520 700 548 640 548H160C100 548 40 520 40 430Z"
        c.path(side, dark(wood, 0.4), transform="translate(0 18)")
        c.path(side, c.body(wood, 0.28))
        c.path(
            "M60 400C60 344 104 330 156 330H644C696 330 740 344 740 400V428C740 506 690 530 636 530H164C110 530 60 506 60 428Z",
            stroke=light(wood, 0.35),
            width=4,
            opacity=0.7,
        )
        c.path(
            "M180 322q220 12 440 0M100 430q300 16 600 -4M190 540q200 -14 420 0",
            stroke=dark(wood, 0.35),
            width=3,
            opacity=0.5,
        )

        def pit(x: float, y: float, rx: float, ry: float) -> None:
            c.ellipse(x, y, rx, ry, light(wood, 0.2))
            c.ellipse(x, y - 1, rx - 4, ry - 4, c.blend((0, dark(wood, 0.65)), (1, light(wood, 0.08)), x2=0.5))

        shells = ""
        for row, y in enumerate((374, 484)):
            for i in range(7):
                x = 196 + i * 68
                pit(x, y, 31, 36)
                for dx, dy, _ in heap(5, x, y + 4, 17, 18, seed=row * 9 + i, gap=12):
                    shells += f"M{dx - 6:.0f} {dy:.0f}l12 {(i % 3) * 4 - 4}"
        for x in (112, 688):
            pit(x, 428, 44, 72)
            for dx, dy, _ in heap(12, x, 434, 26, 48, seed=x, gap=13):
                shells += f"M{dx - 6:.0f} {dy:.0f}l12 -4"
        c.path(shells, stroke="#8a6a44", width=18, cap="round", transform="translate(1 3)")
        c.path(shells, stroke="#f6ead2", width=15, cap="round")
        c.path(shells, stroke="#b58f5c", width=2.5, cap="round", transform="translate(0 1)")
    for x, y, turn in ((560, 690, 10), (630, 664, -30), (660, 716, 40), (180, 716, 20), (590, 734, -10)):
        with c.group(f"translate({x} {y}) rotate({turn})"):
            c.ellipse(4, 12, 36, 15, "#2b1a12", opacity=0.25)
            c.path("M-36 0C-30 -26 24 -28 36 0C26 26 -28 24 -36 0Z", c.ball("#f6ead2", 0.3))
            c.path("M-26 0H26M-18 -5v10M-8 -6v12M2 -6v12M12 -6v12M20 -4v8", stroke="#a9805a", width=3)


def gasing_bambu(c: Canvas) -> None:
    bamboo = "#d9a95a"
    c.shadow(360, 706, 170, 34)
    c.ellipse(360, 700, 250, 46, None, stroke="#ffffff", width=5, opacity=0.6, dash="90 40")
    c.ellipse(360, 700, 200, 34, None, stroke="#ffffff", width=4, opacity=0.5, dash="60 50")
    with c.group("rotate(7 360 690)"):
        c.path("M344 600H376L366 704H354Z", c.tube("#8a5a2e", 0.35))
        body = "M200 300V560Q200 616 360 622Q520 616 520 560V300Z"
        c.path(body, c.tube(bamboo, 0.4))
        for y, colour in ((350, "#c8372f"), (386, "#2f7a5a"), (530, "#c8372f")):
            c.path(
                f"M200 {y}Q200 {y + 54} 360 {y + 60}Q520 {y + 54} 520 {y}V{y + 20}Q520 {y + 74} 360 {y + 80}Q200 {y + 74} 200 {y + 20}Z",
                c.tube(colour, 0.35),
            )
        # The slot that makes it hum.
        c.path("M300 470Q330 478 372 478L368 548Q330 548 304 540Z", "#3a2010")
        c.path("M300 470L304 540", stroke=light(bamboo, 0.4), width=5)
        c.path("M240 330V560", stroke="#fff4d0", width=14, opacity=0.5, cap="round")
        c.ellipse(360, 300, 160, 54, c.body(light(bamboo, 0.2), 0.25))
        c.ellipse(360, 300, 134, 42, None, stroke=dark(bamboo, 0.3), width=4)
        c.ellipse(360, 300, 104, 30, None, stroke=dark(bamboo, 0.25), width=3)
        c.path("M342 120H378L382 296Q360 306 338 296Z", c.tube("#a9743f", 0.4))
        c.ellipse(360, 120, 18, 6, "#d9ab70")
        winding = "".join(f"M338 {y}q22 14 44 0" for y in range(176, 286, 15))
        c.path(winding, stroke="#f6ead2", width=13, cap="round")
        c.path(winding, stroke="#b5946a", width=2, cap="round", transform="translate(0 5)")
    # The cord runs through the puller.
    c.path("M404 262C520 210 560 260 600 330", stroke="#f6ead2", width=8)
    c.path("M404 262C520 210 560 260 600 330", stroke="#b5946a", width=8, dash="2 7")
    with c.group("rotate(-24 630 440)"):
        c.rect(604, 300, 46, 260, c.tube(bamboo, 0.4), rx=14)
        c.circle(627, 340, 11, "#3a2010")
        c.path("M604 420h46M604 428h46", stroke=dark(bamboo, 0.4), width=4)
    c.path("M596 342C660 420 560 520 640 600C680 640 640 690 600 676", stroke="#f6ead2", width=8, cap="round")
    c.path("M596 342C660 420 560 520 640 600C680 640 640 690 600 676", stroke="#b5946a", width=8, dash="2 7")


def angklung(c: Canvas) -> None:
    bamboo = "#c99a54"
    c.shadow(400, 706, 300, 36)

    def cane(x: float, top: float, bottom: float, width: float, colour: str = "#d9b066") -> None:
        c.rect(x - width / 2, top, width, bottom - top, c.tube(colour, 0.4), rx=width / 2.4)
        for y in range(int(top) + 70, int(bottom) - 30, 150):
            c.path(
                f"M{x - width / 2 - 2} {y}h{width + 4}M{x - width / 2 - 2} {y + 7}h{width + 4}",
                stroke=dark(colour, 0.45),
                width=4,
            )

    cane(150, 110, 690, 26)
    cane(400, 150, 690, 22)
    cane(650, 190, 690, 26)

    def tube(x: float, top: float, width: float) -> None:
        left, right = x - width / 2, x + width / 2
        # The upper half is cut open like a tongue, the lower half is a full tube.
        c.path(
            f"M{left + 8} {top}Q{x} {top - 26} {right - 20} {top + 6}L{right - 16} {top + 190}H{left + 4}Z",
            c.blend((0, dark(bamboo, 0.5)), (0.5, dark(bamboo, 0.2)), (1, light(bamboo, 0.2)), y2=0),
        )
        c.path(
            f"M{left + 8} {top}L{left} {top + 200}H{left + 26}L{left + 26} {top - 6}Z", c.tube(light(bamboo, 0.15), 0.3)
        )
        c.path(
            f"M{left} {top + 190}Q{x} {top + 160} {right} {top + 190}V600Q{right} 628 {x} 630Q{left} 628 {left} 600Z",
            c.tube(bamboo, 0.42),
        )
        c.path(
            f"M{left} {top + 190}Q{x} {top + 160} {right} {top + 190}Q{x} {top + 222} {left} {top + 190}Z",
            dark(bamboo, 0.6),
        )
        c.path(
            f"M{left + width * 0.28:.0f} {top + 220}V600",
            stroke="#fff1c9",
            width=width * 0.13,
            opacity=0.6,
            cap="round",
        )
        c.path(f"M{left} 520Q{x} 540 {right} 520M{left} 530Q{x} 550 {right} 530", stroke=dark(bamboo, 0.45), width=4)
        c.rect(x - 14, 612, 28, 44, c.tube("#8a5a2e", 0.3), rx=8)

    tube(272, 196, 104)
    tube(528, 286, 84)
    # Crossbars and base, tied with rattan.
    for y, shift in ((170, 10), (330, 0)):
        c.path(f"M126 {y}L674 {y + 60 + shift}", stroke=dark(bamboo, 0.5), width=19, cap="round")
        c.path(f"M126 {y - 3}L674 {y + 57 + shift}", stroke="#dcb46a", width=12, cap="round")
    c.path(
        "M96 662Q96 640 118 640H682Q704 640 704 662Q704 686 682 686H118Q96 686 96 662Z",
        c.blend((0, light(bamboo, 0.4)), (0.4, bamboo), (1, dark(bamboo, 0.45)), x2=0),
    )
    c.path("M206 640H338V662H206ZM474 640H582V662H474Z", dark(bamboo, 0.65))
    for x, y in (
        (150, 170),
        (150, 330),
        (400, 204),
        (400, 362),
        (650, 238),
        (650, 392),
        (150, 662),
        (400, 662),
        (650, 662),
    ):
        c.path(
            f"M{x - 17} {y - 15}l34 30M{x + 17} {y - 15}l-34 30M{x - 18} {y}h36", stroke="#b5302c", width=8, cap="round"
        )
    c.path(
        "M720 250q22 20 0 44M744 232q40 38 0 80M76 250q-22 20 0 44M52 232q-40 38 0 80",
        stroke="#ffffff",
        width=8,
        opacity=0.8,
        cap="round",
    )


def buku_dongeng_kancil(c: Canvas) -> None:
    c.shadow(410, 700, 270, 36)
    with c.group("rotate(-4 400 420)"):
        c.path(
            "M196 110H600Q626 110 626 136V676Q626 702 600 702H196Z",
            "#3a2620",
            opacity=0.25,
            transform="translate(22 14)",
        )
        c.path("M186 122H604L624 140V708H206L186 694Z", "#f8f1e0")
        c.path("M206 700H622M204 694H620M200 688H616", stroke="#cdbfa0", width=2)
        cover = "M180 100H590Q612 100 612 122V668Q612 690 590 690H180Z"
        c.path(cover, c.down("#8fcde0", "#d7efd0"))
        with c.group(clip=c.clip(cover)):
            c.circle(510, 190, 54, "#ffe08a")
            c.circle(510, 190, 84, c.glow("#fff3c4", 0.7))
            c.path("M180 420Q300 330 420 400T620 360V700H180Z", "#7fb868")
            c.path("M180 500Q320 440 460 500T620 480V700H180Z", "#4f9a5a")
            c.path("M180 590Q320 560 460 600T620 580V700H180Z", c.down("#4f9fc4", "#2f6f9a"))
            c.path(
                "M230 640q24 -14 48 0t48 0M460 640q24 -14 48 0t48 0M330 670q24 -14 48 0",
                stroke="#d9f0f6",
                width=5,
                cap="round",
            )
            c.path("M236 440C230 330 240 230 226 130H272C262 230 276 340 282 440Z", c.tube("#7a5236"))
            c.path("M150 120C170 50 330 40 360 130C340 196 280 180 250 200C210 190 160 190 150 120Z", "#3f8a4a")
            c.path("M190 110q30 -30 60 0M260 130q30 -26 60 0", stroke="#7fbf6a", width=9, cap="round")
            # The mouse-deer, on the backs of two crocodiles.
            for x, y in ((250, 610), (430, 624)):
                c.path(
                    f"M{x - 80} {y + 16}C{x - 60} {y - 30} {x + 30} {y - 34} {x + 60} {y - 10}L{x + 130} {y + 4}Q{x + 140} {y + 16} {x + 124} {y + 22}H{x - 60}Z",
                    c.down("#6f9a3c", "#3f6a2a"),
                )
                c.circle(x + 52, y - 14, 14, "#86b04a")
                c.circle(x + 54, y - 16, 6, "#ffffff")
                c.circle(x + 56, y - 15, 3, "#1a1410")
                c.path(f"M{x + 70} {y + 14}l8 8l8 -8l8 8l8 -8l8 8l8 -8", stroke="#ffffff", width=4)
                c.path(f"M{x - 60} {y - 8}l12 -16l12 12l14 -18l14 16l14 -16l12 14", "#4f7f32")
            fur = "#b5713a"
            c.path(
                "M276 470L262 590M306 490L312 596M396 484L384 600M420 470L436 604",
                stroke=dark(fur, 0.3),
                width=15,
                cap="round",
            )
            c.path("M262 590v8M312 596v8M384 600v8M436 604v8", stroke="#2f1c14", width=15, cap="round")
            c.path(
                "M252 440C250 390 300 376 350 380C380 380 396 370 410 340L446 320C470 340 470 380 452 410C446 460 430 500 400 504C350 516 300 510 270 490C256 476 252 460 252 440Z",
                c.body(fur, 0.28),
            )
            c.path("M290 500C330 514 380 512 404 500C380 480 320 476 290 500Z", "#f3e0c0")
            c.path(
                "M406 350C410 300 440 270 474 276C510 280 544 306 548 326C548 342 520 348 490 352C470 380 430 390 406 350Z",
                c.body(fur, 0.25),
            )
            c.path(
                "M430 300C400 260 396 230 406 216C440 226 456 256 456 286ZM470 280C470 240 486 220 502 216C516 240 506 270 492 284Z",
                dark(fur, 0.1),
            )
            c.path("M424 280C412 256 410 240 412 230C430 240 442 262 446 282Z", "#f0c4a0")
            c.circle(486, 308, 14, "#ffffff")
            c.circle(490, 309, 9, "#1f140e")
            c.circle(493, 305, 3, "#ffffff")
            c.ellipse(544, 322, 10, 8, "#2f1c14")
            c.path("M520 340q10 4 18 -2", stroke="#5c3420", width=4, cap="round")
            c.path("M254 430q-22 -10 -18 -34", stroke="#f3e0c0", width=13, cap="round")
            c.path("M300 410h.1M336 404h.1M320 430h.1M360 424h.1M376 404h.1", stroke="#f6dcb4", width=12, cap="round")
            c.path("M412 390q20 14 34 -4", stroke="#f3e0c0", width=9, cap="round")
        c.path("M180 100H214V690H180Z", "#1f4f5a", opacity=0.55)
        c.path("M218 100V690", stroke="#ffffff", width=3, opacity=0.5)
        c.path("M232 130V660", stroke="#ffffff", width=9, opacity=0.18)
        c.path(cover, stroke="#1f4f5a", width=3, opacity=0.5)


def puzzle_kayu_satwa(c: Canvas) -> None:
    wood = "#e0b878"
    hole = dark(wood, 0.42)
    elephant = "M-98 60V4C-98 -44 -60 -66 -14 -66C10 -66 22 -60 36 -52C76 -60 100 -36 100 -2C100 26 104 40 116 42C122 54 104 66 88 58C74 50 72 34 70 20C62 22 52 20 46 14L48 60H14V28H-46V60Z"
    turtle = "M-70 20C-70 -40 -34 -62 6 -62C46 -62 72 -38 76 6C92 -16 120 -14 124 8C124 30 100 34 84 28L70 34L76 60H46L40 40H-30L-38 60H-66L-62 36L-96 26Z"
    fish = "M-104 -44L-58 -12C-20 -62 60 -62 104 0C60 62 -20 62 -58 14L-104 46Q-84 0 -104 -44Z"
    bird = "M-76 70C-60 10 -50 -20 -30 -36C-34 -62 -22 -84 2 -90C-4 -104 6 -118 22 -116L18 -98L40 -108L32 -86C52 -78 58 -60 60 -44L84 -30L58 -20C56 20 30 60 -10 66L-16 92H-36L-34 66Z"
    rhino = "M-110 54V0C-110 -46 -76 -58 -30 -56C0 -54 20 -52 34 -44L44 -66L60 -36L84 -26L100 -66L118 -14C122 10 104 28 80 28L56 22L48 54H18L12 24H-46L-50 54H-78L-80 26L-84 54Z"
    pieces = (
        (elephant, 268, 268, "#7f95a9"),
        (turtle, 560, 270, "#5fa05a"),
        (bird, 250, 500, "#f6f0e0"),
        (fish, 440, 470, "#ee8a3a"),
        (rhino, 520, 606, "#9a8a86"),
    )
    with c.group("rotate(-4 400 430)"):
        c.rect(90, 150, 620, 560, "#2b1a12", rx=36, opacity=0.25)
        c.rect(76, 144, 620, 552, dark(wood, 0.4), rx=36)
        board_grain(
            c,
            "M112 130H660Q696 130 696 166V646Q696 682 660 682H112Q76 682 76 646V166Q76 130 112 130Z",
            wood,
            "M80 190q300 -24 620 6M80 330q260 30 620 -10M80 420q300 -20 620 14M80 560q300 26 620 -8M80 640q280 -18 620 6",
        )
        for d, x, y, _ in pieces:
            c.path(d, hole, transform=f"translate({x + 3} {y + 4}) scale(1.09)")
        c.path(fish, dark(wood, 0.2), transform="translate(440 472) scale(1.05)")
        for d, x, y, colour in pieces:
            if d is fish:
                continue
            c.path(d, dark(colour, 0.4), transform=f"translate({x + 3} {y + 7})")
            c.path(d, c.body(colour, 0.25), transform=f"translate({x} {y - 2})")
            c.circle(x, y - 6, 13, c.ball("#d3453a"))
        for x, y in ((326, 248), (660, 268), (270, 424), (596, 596)):
            c.circle(x, y, 6, "#2a1a14")
        c.path("M300 228C270 226 258 262 280 284C300 292 310 276 306 256", stroke="#5f7488", width=6)
        c.path(
            "M520 250L546 226L586 232L600 262L570 280L534 276ZM546 226L540 212M586 232L596 218M520 250L500 256M600 262L622 268",
            stroke="#2f6a3a",
            width=6,
        )
        c.path("M258 398l-10 -26l24 12l10 -26l6 30", "#f2c23c")
        c.path("M308 462l24 12l-24 8Z", "#4a4a4e")
        c.path("M216 560Q240 500 280 500", stroke="#cfc4a8", width=7)
        c.path("M618 560l8 -22l10 34Z", "#f6ead2")
    # The fish has been taken out.
    with c.group("translate(640 700) rotate(-14) scale(1.0)"):
        c.path(fish, "#2b1a12", opacity=0.3, transform="translate(8 14)")
        c.path(fish, "#a9541c", transform="translate(0 9)")
        c.path(fish, c.body("#ee8a3a", 0.3))
        c.path("M20 -48Q40 0 18 46M-20 -40Q-4 0 -22 38", stroke="#fbf3e2", width=14, opacity=0.9)
        c.circle(66, -10, 9, "#ffffff")
        c.circle(68, -9, 5, "#2a1a14")
        c.circle(0, 0, 13, c.ball("#d3453a"))


def layang_layang(c: Canvas) -> None:
    c.rect(0, 0, 800, 800, c.down("#9fcdea", "#e6f3f4"))
    for x, y, s in ((150, 640, 1.0), (640, 180, 0.8), (100, 170, 0.6)):
        with c.group(f"translate({x} {y}) scale({s})"):
            c.path(
                "M-110 30C-140 20 -130 -30 -90 -26C-80 -70 -10 -80 10 -40C40 -66 90 -40 80 0C120 0 120 36 86 36H-90Z",
                "#ffffff",
                opacity=0.75,
            )
    c.path("M0 740Q200 690 400 730T800 710V800H0Z", "#86b56a")
    c.path("M0 768Q260 730 520 766T800 750V800H0Z", "#5f9a52")
    # Kite, its bow, tail and line.
    c.path("M404 372C460 480 620 560 700 690", stroke="#ffffff", width=4)
    with c.group("rotate(18 370 300)"):
        c.path("M370 516C330 560 420 600 370 650C330 690 400 710 380 760", stroke="#c8372f", width=6)
        for x, y, turn, colour in (
            (368, 548, 20, "#f2c23c"),
            (384, 604, -20, "#c8372f"),
            (358, 660, 10, "#2f7a9a"),
            (382, 714, -10, "#f2c23c"),
        ):
            c.path(f"M{x} {y}l-40 -22v44ZM{x} {y}l40 -22v44Z", colour, turn=f"{turn} {x} {y}")
        c.path("M370 60L580 250H370Z", c.body("#f2c23c", 0.22))
        c.path("M370 60L160 250H370Z", c.body("#d3443a", 0.22))
        c.path("M160 250L370 516V250Z", c.body("#f6ead2", 0.2))
        c.path("M580 250L370 516V250Z", c.body("#2f7a9a", 0.25))
        c.circle(370, 250, 78, "#ffffff", opacity=0.92)
        c.path("M370 184l18 44l48 3l-37 30l12 46l-41 -25l-41 25l12 -46l-37 -30l48 -3Z", "#e8793a")
        c.path("M370 60V516", stroke="#a9743f", width=9, cap="round")
        c.path("M152 256Q370 200 588 256", stroke="#a9743f", width=8, cap="round")
        c.path("M370 60L580 250L370 516L160 250Z", stroke="#8a5a2e", width=4, join="round")
        c.path(
            "M160 250l-24 44M160 250l-40 18M160 250l-6 50M580 250l24 44M580 250l40 18M580 250l6 50",
            stroke="#d3443a",
            width=9,
            cap="round",
        )
    # The reel, on the grass.
    c.ellipse(690, 748, 76, 14, "#2f4a22", opacity=0.35)
    c.rect(640, 664, 104, 74, c.down("#d9d4c8", "#8f8a80"), rx=6)
    c.path("".join(f"M640 {y}h104" for y in range(674, 736, 8)), stroke="#ffffff", width=4)
    c.rect(626, 656, 18, 90, c.tube("#c8372f"), rx=6)
    c.rect(740, 656, 18, 90, c.tube("#c8372f"), rx=6)
    c.path("M604 701H628M756 701H780", stroke="#8a5a2e", width=17, cap="round")


layang_layang.hangs = True  # type: ignore[attr-defined]

PICTURES = {
    "truk-kayu": truk_kayu,
    "congklak-kayu": congklak_kayu,
    "gasing-bambu": gasing_bambu,
    "angklung": angklung,
    "buku-dongeng-kancil": buku_dongeng_kancil,
    "puzzle-kayu-satwa": puzzle_kayu_satwa,
    "layang-layang": layang_layang,
}
