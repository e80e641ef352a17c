"""Dapur."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501, PLR2004

from __future__ import annotations

from demo_pictures import cloth
from demo_pictures.canvas import Canvas, dark, light, polar
from demo_pictures.shapes import CLAY, board_grain, chilli, heap, leaf, shallot, steam


def cobek_ulekan_batu(c: Canvas) -> None:
    stone = "#6f6c69"
    c.shadow(400, 676, 290, 50)
    c.path("M120 450C130 560 210 640 290 656V690Q400 712 510 690V656C590 640 670 560 680 450Z", c.tube(stone, 0.34))
    c.ellipse(400, 450, 280, 92, c.body(light(stone, 0.12), 0.25))
    c.ellipse(400, 456, 246, 74, c.blend((0, dark(stone, 0.5)), (1, light(stone, 0.12)), x2=0.3))
    specks = heap(90, 400, 560, 250, 100, seed=3)
    c.path(
        "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in specks if y > 540),
        stroke=dark(stone, 0.5),
        width=6,
        cap="round",
        opacity=0.5,
    )
    c.path(
        "".join(f"M{x + 9:.0f} {y - 5:.0f}h.1" for x, y, _ in specks[::2] if y > 540),
        stroke=light(stone, 0.5),
        width=4,
        cap="round",
        opacity=0.5,
    )
    with c.group(clip=c.clip("M154 456A246 74 0 0 0 646 456V300H154Z")):
        c.ellipse(350, 490, 150, 32, "#b5301f")
        c.path(
            "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(40, 350, 488, 140, 26, seed=9)),
            stroke="#f0c46a",
            width=6,
            cap="round",
        )
        c.path(
            "".join(f"M{x:.0f} {y:.0f}h.1" for x, y, _ in heap(24, 350, 486, 130, 24, seed=5)),
            stroke="#e8583a",
            width=10,
            cap="round",
        )
        chilli(c, 220, 446, 150, 12)
        chilli(c, 250, 486, 120, -18, "#e0452a")
        shallot(c, 300, 446, 30, 60)
    # The pestle: a bent grip of the same stone.
    c.ellipse(470, 486, 100, 26, "#2a1a14", opacity=0.3)
    c.path(
        "M420 486C404 440 440 404 486 396C540 386 568 356 588 306C600 276 644 280 652 312C662 352 622 436 560 470C524 490 498 512 474 516C448 518 428 508 420 486Z",
        c.body(stone, 0.34),
    )
    c.path(
        "M446 462C460 430 500 424 536 408C576 390 604 354 614 316",
        stroke=light(stone, 0.45),
        width=10,
        opacity=0.55,
        cap="round",
    )
    c.path(
        "M470 480h.1M510 450h.1M540 440h.1M590 390h.1M610 350h.1M500 478h.1M560 420h.1M626 330h.1",
        stroke=dark(stone, 0.5),
        width=6,
        cap="round",
        opacity=0.6,
    )
    c.shadow(150, 716, 80, 16)
    shallot(c, 120, 690, 36, 20)
    shallot(c, 186, 706, 34, -30, "#efe6d6")
    chilli(c, 600, 700, 150, 8, "#3f8a3a")


def wajan_besi_tempa(c: Canvas) -> None:
    iron = "#4a4a4e"
    c.shadow(400, 660, 230, 46)
    c.path(
        "M128 402C90 390 74 430 104 446C124 456 150 450 158 440M672 402C710 390 726 430 696 446C676 456 650 450 642 440",
        stroke=c.body(iron, 0.3),
        width=22,
    )
    c.path(
        "M116 408C120 560 260 668 400 668C540 668 680 560 684 408Z",
        c.blend((0, light(iron, 0.1)), (0.3, light(iron, 0.34)), (0.65, iron), (1, dark(iron, 0.5)), y2=0.2),
    )
    c.ellipse(400, 408, 284, 88, c.body(light(iron, 0.25), 0.3))
    c.ellipse(400, 412, 268, 78, c.blend((0, dark(iron, 0.6)), (0.6, iron), (1, light(iron, 0.28)), x2=0.5))
    with c.group(clip=c.clip("M132 412A268 78 0 0 0 668 412A268 78 0 0 0 132 412Z")):
        c.ellipse(400, 452, 170, 36, c.glow("#f2d48a", 0.35))
        for r in (250, 210, 165, 115):
            dots = "".join("M{:.0f} {:.0f}h.1".format(*polar(400, 424, r, a + r, 0.28)) for a in range(0, 360, 18))
            c.path(dots, stroke="#8a8a90", width=13, cap="round", opacity=0.22)
        c.path("M190 420Q240 360 400 350", stroke="#ffffff", width=10, opacity=0.18, cap="round")
    for y, r in ((500, 240), (560, 200), (620, 120)):
        c.path(
            "".join(f"M{400 + r * (i / 5 - 1):.0f} {y + 30 * (1 - (i / 5 - 1) ** 2):.0f}h.1" for i in range(11)),
            stroke="#9a9aa2",
            width=14,
            cap="round",
            opacity=0.2,
        )
    # A turner of wood and iron rests inside.
    c.path("M470 440L640 176", stroke=c.body("#b57b45", 0.3), width=24, cap="round")
    c.path("M640 176l10 -16", stroke="#6b4426", width=12, cap="round")
    c.path("M500 394L440 486", stroke="#8d9096", width=14)
    c.path("M452 446L496 470Q470 512 424 520Q392 508 400 484Z", c.body("#a9adb3", 0.35))
    c.path("M420 500Q446 492 470 470", stroke="#ffffff", width=4, opacity=0.6)


def talenan_kayu_jati(c: Canvas) -> None:
    teak = "#b0743d"
    with c.group("rotate(-9 400 430)"):
        c.rect(176, 214, 500, 470, "#3a2418", rx=46, opacity=0.22)
        c.path(
            "M200 190H600Q640 190 640 230V600Q640 640 600 640H200Q160 640 160 600V230Q160 190 200 190Z",
            dark(teak, 0.45),
            transform="translate(0 16)",
        )
        board_grain(
            c,
            "M340 186Q344 110 400 106Q456 110 460 186H600Q640 186 640 230V600Q640 640 600 640H200Q160 640 160 600V230Q160 186 200 186Z",
            teak,
            "M190 640C200 500 180 300 210 180M240 640C260 480 220 320 260 180M300 640C310 500 290 380 320 180M352 640C340 520 372 420 372 340C372 260 350 200 380 110M420 640C440 540 408 420 412 340C416 260 440 200 430 120M480 640C470 500 500 300 480 180M540 640C560 480 520 320 550 180M600 640C590 480 620 320 600 186",
        )
        c.path(
            "M356 420C366 380 420 380 428 424C430 470 366 470 356 420Z",
            None,
            stroke=dark(teak, 0.4),
            width=3,
            opacity=0.5,
        )
        c.circle(400, 150, 22, "#7f8f6a")
        c.circle(400, 150, 22, None, stroke=dark(teak, 0.5), width=5)
        c.path("M206 220V590", stroke="#ffffff", width=10, opacity=0.16, cap="round")
    # Something to chop, and the knife.
    for x, y in ((270, 470), (322, 492), (372, 510)):
        c.circle(x, y, 38, "#a8385a")
        c.circle(x, y, 33, "#f4dfe6")
        c.circle(x, y, 23, None, stroke="#c06a88", width=4)
        c.circle(x, y, 12, None, stroke="#c06a88", width=4)
    shallot(c, 236, 560, 48, -70)
    chilli(c, 290, 600, 170, -4)
    leaf(c, 250, 360, 120, -20, "#4c8742")
    with c.group("rotate(24 560 470)"):
        c.path("M566 260L640 300V520L566 520Z", "#2a1a14", opacity=0.2, transform="translate(12 14)")
        c.path(
            "M560 240C620 290 640 400 634 520H560Z", c.blend((0, "#f4f6f8"), (0.6, "#c3c9cf"), (1, "#8e969e"), y2=0.2)
        )
        c.path("M560 250V520", stroke="#ffffff", width=4, opacity=0.8)
        c.rect(556, 516, 46, 190, c.blend((0, "#6b4228"), (1, "#38200f"), y2=0), rx=14)
        for y in (556, 610, 664):
            c.circle(579, y, 7, "#d9b36a")


def kukusan_bambu(c: Canvas) -> None:
    bamboo = "#d9b36e"
    c.shadow(400, 690, 270, 50)
    stripes = c.tile(
        38,
        300,
        f'<path d="M2 0V300" stroke="{dark(bamboo, 0.4)}" stroke-width="3" opacity=".6"/><path d="M20 0V300" stroke="#fff" stroke-width="5" opacity=".16"/>',
    )
    for y in (560, 440):
        side = f"M150 {y}V{y + 96}Q150 {y + 150} 400 {y + 152}Q650 {y + 150} 650 {y + 96}V{y}Z"
        c.path(side, c.tube(bamboo, 0.34))
        c.path(side, stripes)
        for dy in (10, 84):
            c.path(
                f"M150 {y + dy}Q150 {y + dy + 52} 400 {y + dy + 54}Q650 {y + dy + 52} 650 {y + dy}",
                stroke=light(bamboo, 0.2),
                width=20,
            )
            c.path(
                f"M150 {y + dy + 10}Q150 {y + dy + 62} 400 {y + dy + 64}Q650 {y + dy + 62} 650 {y + dy + 10}",
                stroke=dark(bamboo, 0.4),
                width=3,
                opacity=0.7,
            )
        c.path(f"M236 {y + 48}v74M300 {y + 58}v74", stroke="#8a5f2b", width=7, opacity=0.8)
        c.ellipse(400, y, 250, 62, c.body(bamboo, 0.3))
        c.ellipse(400, y + 4, 222, 50, dark(bamboo, 0.5))
    # The upper tier is open: slats and buns.
    with c.group(clip=c.clip("M178 444A222 50 0 0 0 622 444V300H178Z")):
        c.path("M180 460H620M190 476H610", stroke=bamboo, width=8)
        for x, y, r in ((280, 424, 66), (520, 424, 66), (400, 440, 76)):
            c.path(
                f"M{x - r} {y + 20}C{x - r} {y - r} {x + r} {y - r} {x + r} {y + 20}Q{x} {y + 52} {x - r} {y + 20}Z",
                c.ball("#fbf5ea", 0.16),
            )
            c.path(
                f"M{x} {y - 36}q-26 6 -34 34M{x} {y - 36}q-6 10 -4 36M{x} {y - 36}q26 6 34 30M{x} {y - 36}q14 0 10 26",
                stroke="#cdbfa8",
                width=4,
                cap="round",
            )
            c.circle(x, y - 38, 5, "#bfae92")
    c.path("M178 444A222 50 0 0 0 622 444", stroke=light(bamboo, 0.3), width=8)
    # The plaited lid is lifted off.
    with c.group("rotate(52 590 250)"):
        c.ellipse(596, 272, 206, 104, dark(bamboo, 0.45))
        c.ellipse(590, 250, 206, 104, c.body(bamboo, 0.3))
        c.ellipse(590, 246, 184, 88, cloth.weave(c, bamboo, 34, "rotate(12)"))
        c.ellipse(590, 246, 184, 88, c.ball("#f0d59a", 0.3), opacity=0.3)
        c.ellipse(590, 246, 184, 88, None, stroke=dark(bamboo, 0.4), width=4)
        c.path("M552 240C556 190 624 190 628 240", stroke="#8a5f2b", width=13, cap="round")
    steam(c, 250, 350, 1.3)


def sendok_kayu_sawo(c: Canvas) -> None:
    wood = "#a9683c"
    tools = ((-20, "paddle"), (0, "slotted"), (21, "ladle"))
    for angle, kind in tools:
        with c.group(f"rotate({angle} 400 700)"):
            c.path("M388 330H412L416 640H384Z", c.tube(wood, 0.3))
            if kind == "paddle":
                c.path(
                    "M400 100C460 100 480 170 474 230C468 300 436 340 412 352H388C364 340 332 300 326 230C320 170 340 100 400 100Z",
                    c.body(light(wood, 0.12), 0.28),
                )
                c.path(
                    "M360 150C350 200 358 270 386 320M440 160C446 210 440 260 420 310M400 130V320",
                    stroke=dark(wood, 0.3),
                    width=4,
                    opacity=0.4,
                )
            elif kind == "slotted":
                c.path("M338 80Q400 62 462 80L448 300Q430 340 412 350H388Q370 340 352 300Z", c.body(wood, 0.28))
                for x in (364, 390, 416):
                    c.rect(x, 124, 20, 150, dark(wood, 0.6), rx=10)
                c.path("M350 96Q352 200 366 290", stroke="#ffffff", width=6, opacity=0.3, cap="round")
            else:
                c.ellipse(400, 240, 84, 104, c.body(dark(wood, 0.06), 0.3))
                c.ellipse(402, 232, 64, 82, c.blend((0, dark(wood, 0.6)), (1, light(wood, 0.2))))
                c.path("M360 190Q350 240 372 290", stroke="#ffffff", width=5, opacity=0.2, cap="round")
    c.shadow(400, 704, 170, 40)
    c.path("M268 500C250 580 262 660 300 690Q400 722 500 690C538 660 550 580 532 500Z", c.tube("#8fa3a0", 0.34))
    c.ellipse(400, 500, 132, 34, c.body("#a9bab6", 0.3))
    c.path("M262 580Q400 626 538 580M262 600Q400 648 538 600", stroke="#5f7672", width=5, opacity=0.7)
    c.ellipse(400, 502, 120, 27, "#3c4a47")
    for angle, _ in tools:
        with c.group(f"rotate({angle} 400 700)"):
            c.path("M386 400H414L415 512Q400 520 385 512Z", c.tube(wood, 0.3))
    c.path("M268 500A132 34 0 0 0 532 500L528 520A130 34 0 0 1 272 520Z", c.tube("#a9bab6", 0.3))


def rantang_enamel(c: Canvas) -> None:
    green = "#3f8f6c"
    speck = c.tile(
        46,
        46,
        '<g fill="#eaf3ea" opacity=".75"><circle cx="8" cy="9" r="3.4"/><circle cx="30" cy="5" r="2"/><circle cx="22" cy="24" r="3"/><circle cx="41" cy="30" r="2.4"/><circle cx="8" cy="37" r="2.6"/><circle cx="31" cy="42" r="2"/></g>',
    )
    c.shadow(400, 700, 200, 44)
    # The frame behind, the grip on top.
    c.path("M236 676V240C236 150 310 120 330 118M564 676V240C564 150 490 120 470 118", stroke="#9aa2a6", width=13)
    c.rect(320, 98, 160, 36, c.down("#c98f55", "#7a4c26"), rx=18)
    for y in (560, 430, 300):
        d = f"M256 {y}V{y + 110}Q256 {y + 140} 400 {y + 146}Q544 {y + 140} 544 {y + 110}V{y}Z"
        c.path(d, c.tube(green, 0.36))
        c.path(d, speck)
        c.path(f"M280 {y + 30}V{y + 112}", stroke="#ffffff", width=16, opacity=0.4, cap="round")
        c.path(
            f"M250 {y - 4}Q250 {y + 26} 400 {y + 34}Q550 {y + 26} 550 {y - 4}V{y + 12}Q550 {y + 42} 400 {y + 50}Q250 {y + 42} 250 {y + 12}Z",
            "#f3efe2",
        )
        c.path(f"M250 {y + 12}Q250 {y + 42} 400 {y + 50}Q550 {y + 42} 550 {y + 12}", stroke="#2c4a5c", width=4)
        for x in (238, 546):
            c.rect(x, y + 40, 18, 44, c.tube("#aeb6ba"), rx=5)
    c.path("M250 292C250 230 330 206 400 206C470 206 550 230 550 292Q550 322 400 330Q250 322 250 292Z", c.ball(green))
    c.path("M250 292C250 230 330 206 400 206C470 206 550 230 550 292Q550 322 400 330Q250 322 250 292Z", speck)
    c.path("M250 292Q250 322 400 330Q550 322 550 292", stroke="#f3efe2", width=9)
    c.circle(400, 200, 18, c.ball("#2c2c2e"))
    c.path("M290 264Q320 232 366 222", stroke="#ffffff", width=12, opacity=0.5, cap="round")
    c.path("M236 240V690Q400 740 564 690V240", stroke="#8f979b", width=13)
    c.path("M234 240V690Q400 738 562 690V240", stroke="#d6dcdf", width=5)


def kendi_tanah_liat(c: Canvas) -> None:
    c.shadow(390, 700, 210, 46)
    c.path("M560 430C630 400 640 340 650 290L690 296C690 380 660 470 580 520Z", c.body(CLAY, 0.3))
    c.ellipse(670, 292, 21, 9, dark(CLAY, 0.6), turn="10 670 292")
    c.path(
        "M340 300C330 220 350 180 336 132H444C430 180 450 220 440 300C560 330 610 430 590 530C574 624 500 690 470 700H310C280 690 206 624 190 530C170 430 220 330 340 300Z",
        c.blend((0, light(CLAY, 0.3)), (0.35, light(CLAY, 0.14)), (0.6, CLAY), (1, dark(CLAY, 0.4)), y2=0.6),
    )
    c.path("M326 112Q390 92 454 112L450 146Q390 166 330 146Z", c.tube(CLAY))
    c.ellipse(390, 112, 64, 17, c.body(light(CLAY, 0.1)))
    c.path(
        "M350 110C350 66 374 70 378 52Q390 36 402 52C406 70 430 66 430 110Q390 122 350 110Z", c.ball(dark(CLAY, 0.08))
    )
    c.path("M338 250Q390 268 442 250M336 268Q390 286 444 268", stroke=dark(CLAY, 0.4), width=5, opacity=0.7)
    c.path("M202 420Q390 490 580 420M194 446Q390 520 588 446", stroke=dark(CLAY, 0.4), width=5, opacity=0.6)
    c.path(
        "".join(
            f"M{x} {y}l14 24l14 -24"
            for x, y in (
                (214, 446),
                (250, 460),
                (286, 470),
                (322, 477),
                (358, 480),
                (394, 480),
                (430, 476),
                (466, 470),
                (502, 460),
                (538, 447),
            )
        ),
        stroke=light(CLAY, 0.4),
        width=5,
        opacity=0.7,
    )
    c.path("M236 560C230 470 250 400 310 356", stroke="#ffffff", width=22, opacity=0.25, cap="round")
    c.path("M310 700H470Q474 716 460 720H320Q306 716 310 700Z", dark(CLAY, 0.3))
    # A cup, with water.
    c.shadow(620, 716, 80, 20)
    c.path("M556 626C556 690 580 714 620 714C660 714 684 690 684 626Z", c.tube(CLAY))
    c.ellipse(620, 626, 64, 18, c.body(light(CLAY, 0.15)))
    c.ellipse(620, 630, 54, 13, c.blend((0, "#6f9aa6"), (1, "#d3e6e8")))
    c.path(
        "M236 610h.1M500 640h.1M540 560h.1M450 660h.1M300 640h.1M470 560h.1M520 610h.1M340 590h.1",
        stroke=dark(CLAY, 0.4),
        width=6,
        cap="round",
        opacity=0.4,
    )


PICTURES = {
    "cobek-ulekan-batu": cobek_ulekan_batu,
    "wajan-besi-tempa": wajan_besi_tempa,
    "talenan-kayu-jati": talenan_kayu_jati,
    "kukusan-bambu": kukusan_bambu,
    "sendok-kayu-sawo": sendok_kayu_sawo,
    "rantang-enamel": rantang_enamel,
    "kendi-tanah-liat": kendi_tanah_liat,
}
