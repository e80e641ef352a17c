"""Anyaman & Rumah."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

from demo_pictures import cloth
from demo_pictures.canvas import Canvas, dark, light, polar
from demo_pictures.shapes import CLAY

RATTAN = "#c8924f"


def keranjang_rotan(c: Canvas) -> None:
    fill = cloth.rattan(c, RATTAN, 44)
    c.shadow(400, 700, 230, 48)
    body = "M176 300L214 660Q230 706 400 710Q570 706 586 660L624 300Z"
    c.path(body, fill)
    c.path(body, c.tube("#a06a30", 0.5), opacity=0.42)
    for y, inset in ((330, 0), (650, 34)):
        c.path(f"M{178 + inset} {y}Q400 {y + 74} {622 - inset} {y}", stroke=light(RATTAN, 0.2), width=22)
        c.path(
            f"M{178 + inset} {y}Q400 {y + 74} {622 - inset} {y}",
            stroke=dark(RATTAN, 0.4),
            width=22,
            dash="4 15",
            opacity=0.7,
        )
    for side in (-1, 1):
        x = 400 + side * 212
        c.path(
            f"M{x} 420C{x + side * 70} 410 {x + side * 70} 520 {x - side * 12} 520", stroke=dark(RATTAN, 0.3), width=26
        )
        c.path(
            f"M{x} 420C{x + side * 70} 410 {x + side * 70} 520 {x - side * 12} 520",
            stroke=light(RATTAN, 0.25),
            width=18,
            dash="9 5",
        )
    lid = "M164 286C170 200 290 150 400 150C510 150 630 200 636 286Q636 350 400 356Q164 350 164 286Z"
    c.path(lid, cloth.rattan(c, RATTAN, 40, "rotate(8)"))
    c.path(lid, c.ball("#b9803f", 0.5), opacity=0.42)
    rim = "M166 292C166 340 290 358 400 358C510 358 634 340 634 292"
    c.path(rim, stroke=light(RATTAN, 0.15), width=24, cap="round")
    c.path(rim, stroke=dark(RATTAN, 0.45), width=24, dash="4 14", opacity=0.7)
    c.path("M356 162C350 90 450 90 444 162", stroke=dark(RATTAN, 0.3), width=24)
    c.path("M356 162C350 90 450 90 444 162", stroke=light(RATTAN, 0.25), width=17, dash="9 5")


def lampu_gantung_bambu(c: Canvas) -> None:
    c.rect(0, 0, 800, 800, c.blend((0, "#6f8f8a"), (1, "#46625f"), x2=0.3))
    c.circle(400, 440, 390, c.glow("#ffe2a0", 0.85))
    c.path("M400 0V130", stroke="#2c2723", width=8)
    c.path("M372 120H428L440 176H360Z", c.tube("#8a5a2e", 0.4))
    outline = "M346 172C230 210 150 330 146 500Q146 560 400 566Q654 560 654 500C650 330 570 210 454 172Z"
    c.path(outline, c.blend((0, "#ffe9b0"), (1, "#f0b65c"), x2=0))
    c.path("M385 176H415V280H385Z", "#6a4a30")
    c.circle(400, 360, 74, c.glow("#ffffff", 1))
    c.path("M378 276H422L430 310C470 340 462 424 400 424C338 424 330 340 370 310Z", "#fffbe6")
    back, front = "", ""
    for i in range(-7, 8):
        t = i / 7
        x = 400 + t * 254
        mid = 400 + t * 215
        front += (
            f"M{400 + t * 54:.0f} 172C{mid - t * 60:.0f} 220 {x - t * 6:.0f} 330 {x:.0f} {566 - abs(t) ** 2 * 66:.0f}"
        )
        back += f"M{400 + t * 40:.0f} 176C{mid - t * 80:.0f} 240 {x - t * 30:.0f} 330 {x - t * 20:.0f} {440 + abs(t) ** 2 * 56:.0f}"
    c.path(back, stroke="#c98d45", width=6, opacity=0.5)
    c.path(front, stroke="#8a5626", width=13)
    c.path(front, stroke="#e0a75c", width=6)
    for y, rx, ry in ((232, 128, 26), (330, 212, 44), (440, 246, 56)):
        c.path(f"M{400 - rx} {y}Q400 {y + 2 * ry} {400 + rx} {y}", stroke="#7a4a20", width=10)
        c.path(f"M{400 - rx} {y}Q400 {y + 2 * ry} {400 + rx} {y}", stroke="#d59a50", width=5, dash="7 3")
    c.ellipse(400, 502, 254, 62, None, stroke="#6b4019", width=20)
    c.ellipse(400, 500, 254, 62, None, stroke="#d9a055", width=11)
    rays = "".join(
        "M{:.0f} {:.0f}L{:.0f} {:.0f}".format(*polar(400, 430, 290, a), *polar(400, 430, 430, a))
        for a in range(24, 160, 14)
    )
    c.path(rays, stroke="#fff0c4", width=5, opacity=0.25, cap="round")


def tikar_pandan(c: Canvas) -> None:
    plain = cloth.weave(c, "#d9c48a", 26, "skewX(-24) scale(1.3 0.8)", contrast=0.16)
    flat = "M196 400H610L760 700H110Z"
    c.path("M200 420H620L786 716H130Z", "#2b1a12", opacity=0.22)
    c.path(flat, plain)
    with c.group(clip=c.clip(flat)):
        for at, colour, breadth in (
            (0.08, "#3f7d5a", 0.05),
            (0.2, "#b5443a", 0.04),
            (0.8, "#b5443a", 0.04),
            (0.92, "#3f7d5a", 0.05),
            (0.5, "#c8892f", 0.1),
        ):
            l1, l2 = 196 + 414 * (at - breadth / 2), 196 + 414 * (at + breadth / 2)
            b1, b2 = 110 + 650 * (at - breadth / 2), 110 + 650 * (at + breadth / 2)
            c.path(f"M{l1:.0f} 400H{l2:.0f}L{b2:.0f} 700H{b1:.0f}Z", colour, opacity=0.78)
        diamonds = "".join(
            f"M{428 - i * 3} {470 + i * 62}l{22 + i * 4} {18 + i * 2}l{-22 - i * 4} {18 + i * 2}l{-22 - i * 4} {-18 - i * 2}Z"
            for i in range(4)
        )
        c.path(diamonds, "#fbe9b8", opacity=0.9)
        c.path("M196 400H610L624 430H180Z", "#2b1a12", opacity=0.35)
    c.path("M110 700H760", stroke="#3f7d5a", width=12)
    c.path("M110 700H760", stroke="#f3e0a8", width=3, dash="10 8")
    # The rolled part.
    roll = cloth.weave(c, "#d9c48a", 30, "scale(1.2 0.8)", contrast=0.16)
    cylinder = "M150 260H650Q690 270 690 340Q690 410 650 420H150Z"
    c.path("M150 330H660Q700 400 660 436H170Z", "#2b1a12", opacity=0.25)
    c.path(cylinder, roll)
    for x, w, colour in (
        (176, 24, "#3f7d5a"),
        (240, 20, "#b5443a"),
        (386, 46, "#c8892f"),
        (548, 20, "#b5443a"),
        (606, 24, "#3f7d5a"),
    ):
        c.path(f"M{x + 10} 260h{w}q20 80 0 160h{-w}q20 -80 0 -160Z", colour, opacity=0.78)
    c.path(cylinder, c.blend((0, "#fff6dc"), (0.3, "#e8d49a"), (1, "#5a4420"), x2=0), opacity=0.42)
    c.ellipse(150, 340, 44, 80, c.body("#cdb273", 0.3))
    spiral = (
        "M150 340c8 -14 18 4 8 20c-14 22 -34 -8 -24 -38c14 -34 48 -4 42 40c-8 48 -52 24 -54 -24c-2 -60 40 -88 62 -30"
    )
    c.path(spiral, stroke="#7a5f2c", width=5, cap="round")
    c.ellipse(150, 340, 44, 80, None, stroke="#7a5f2c", width=4)
    c.path("M300 258q14 82 0 164M500 258q14 82 0 164", stroke="#8a5a2e", width=9)


def besek_bambu(c: Canvas) -> None:
    bamboo = "#e0c078"

    def box(x: float, y: float, size: float, height: float, *, open_top: bool) -> None:
        half, dip = size, size * 0.42
        left = f"M{x - half} {y}L{x} {y + dip}V{y + dip + height}L{x - half} {y + height}Z"
        right = f"M{x + half} {y}L{x} {y + dip}V{y + dip + height}L{x + half} {y + height}Z"
        top = f"M{x - half} {y}L{x} {y - dip}L{x + half} {y}L{x} {y + dip}Z"
        c.path(left, cloth.weave(c, bamboo, 34, "skewY(23)", contrast=0.22))
        c.path(right, cloth.weave(c, bamboo, 34, "skewY(-23)", contrast=0.22))
        c.path(right, "#3a240f", opacity=0.3)
        if open_top:
            c.path(top, dark(bamboo, 0.5))
            c.path(f"M{x - half} {y}L{x} {y - dip}V{y - dip + 60}L{x - half + 60} {y + 24}Z", dark(bamboo, 0.3))
        else:
            c.path(top, cloth.weave(c, light(bamboo, 0.2), 34, "matrix(.9 .38 -.9 .38 0 0)", contrast=0.2))
        c.path(f"M{x - half} {y}L{x} {y + dip}L{x + half} {y}", stroke=light(bamboo, 0.45), width=11, join="round")
        c.path(f"M{x} {y + dip}V{y + dip + height}", stroke=dark(bamboo, 0.4), width=5)
        if open_top:
            c.path(f"M{x - half} {y}L{x} {y - dip}L{x + half} {y}", stroke=light(bamboo, 0.3), width=11, join="round")

    # A closed box with its lid pulled over, behind; an open one with rice cakes in front.
    c.shadow(300, 570, 260, 60)
    box(290, 330, 190, 190, open_top=False)
    c.path("M100 400L290 480L480 400", stroke=dark(bamboo, 0.5), width=7)
    c.path("M100 392L290 472L480 392", stroke=light(bamboo, 0.4), width=8)
    c.path("M192 370L386 292M192 290L386 372", stroke="#b5443a", width=10)
    c.path("M290 330c-50 -50 -70 0 0 0c50 -50 70 0 0 0", stroke="#b5443a", width=10)
    c.shadow(520, 716, 240, 50)
    box(520, 540, 170, 110, open_top=True)
    with c.group(clip=c.clip("M350 540L520 468L690 540L520 612Z")):
        c.path("M340 540L520 460L700 540L520 620Z", "#3f7a3a", opacity=0.9)
        c.path("M380 540L520 480M420 560L560 496M460 580L610 512M500 600L650 530", stroke="#7fb05a", width=4)
        for x, y, colour in (
            (450, 540, "#f2a7b5"),
            (520, 510, "#fbf3e2"),
            (590, 540, "#8fc06e"),
            (520, 572, "#e8c35a"),
        ):
            c.ellipse(x, y + 6, 38, 20, dark(colour, 0.25))
            c.ellipse(x, y - 2, 38, 20, c.ball(colour, 0.3))


def cermin_matahari_rotan(c: Canvas) -> None:
    with c.group("translate(18 20)", opacity=0.16):
        c.circle(400, 400, 250, "#3a2620")
    spokes, thin = "", ""
    for i in range(48):
        angle = i * 7.5
        reach = (352, 300, 326, 300)[i % 4]
        (ax, ay), (bx, by) = polar(400, 400, 160, angle), polar(400, 400, reach, angle)
        line = f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}"
        spokes += line
        thin += line
    c.path(spokes, stroke=dark(RATTAN, 0.35), width=17, cap="round")
    c.path(thin, stroke=light(RATTAN, 0.2), width=9, cap="round")
    for r, w in ((268, 13), (238, 9)):
        c.circle(400, 400, r, None, stroke=dark(RATTAN, 0.35), width=w + 5)
        c.circle(400, 400, r, None, stroke=light(RATTAN, 0.3), width=w)
    c.circle(400, 400, 188, c.body(RATTAN, 0.35))
    c.circle(400, 400, 188, None, stroke=dark(RATTAN, 0.4), width=26, dash="4 10", opacity=0.45)
    c.circle(400, 400, 160, dark(RATTAN, 0.5))
    c.circle(400, 400, 154, c.blend((0, "#f4fbfc"), (0.5, "#bcd6db"), (1, "#86a9b1")))
    with c.group(clip=c.clip("M246 400A154 154 0 0 0 554 400A154 154 0 0 0 246 400Z")):
        c.path("M200 470L470 200H540L200 540ZM240 580L600 220H622L262 580Z", "#ffffff", opacity=0.5)
        c.path(
            "M460 560C456 520 470 490 476 470M476 500q34 -30 56 -20q-10 36 -56 20M472 520q-34 -36 -60 -20q14 34 60 20",
            "#6f9a86",
            stroke="#5d8876",
            width=4,
            opacity=0.45,
        )
    c.circle(400, 400, 154, None, stroke="#ffffff", width=3, opacity=0.6)


def kursi_rotan_teras(c: Canvas) -> None:
    c.shadow(400, 716, 270, 40)
    cane, shade = light(RATTAN, 0.15), dark(RATTAN, 0.42)

    def rod(d: str, width: float = 22) -> None:
        c.path(d, stroke=shade, width=width, cap="round")
        c.path(d, stroke=cane, width=width * 0.62, cap="round", transform="translate(-2 -2)")

    rod("M250 520L214 690M550 520L586 690", 20)
    back = "M236 470C180 240 250 90 400 90C550 90 620 240 564 470Z"
    c.path(back, cloth.weave(c, RATTAN, 30, "rotate(45)", contrast=0.35))
    c.path(back, c.sheen("#fff3d6", 0.35, x2=0.8, y2=1))
    c.path(
        "M400 90V470M318 112C300 240 310 360 330 470M482 112C500 240 490 360 470 470",
        stroke=shade,
        width=8,
        opacity=0.5,
    )
    rod("M236 480C176 240 250 84 400 84C550 84 624 240 564 480", 30)
    rod("M258 470C212 270 280 126 400 126C520 126 588 270 542 470", 12)
    # Seat and cushion.
    seat = "M192 500Q400 460 608 500L640 566Q400 620 160 566Z"
    c.path(seat, cloth.weave(c, RATTAN, 26, contrast=0.35))
    c.path("M160 566Q400 620 640 566L632 604Q400 660 168 604Z", dark(RATTAN, 0.25))
    c.path(
        "M168 574L168 604M200 582V612M240 590v32M280 596v34M320 602v34M360 606v34M400 607v34M440 606v34M480 602v34M520 596v34M560 590v32M600 582v30",
        stroke=cane,
        width=9,
    )
    rod("M160 566Q400 620 640 566", 24)
    rod("M168 606Q400 660 632 606", 16)
    c.path(
        "M228 476Q400 446 572 476Q606 500 590 536Q400 580 210 536Q194 500 228 476Z",
        c.blend((0, "#fbf3e2"), (1, "#cdbb9a")),
    )
    c.path("M210 532Q400 574 590 532", stroke="#b5443a", width=7)
    c.path("M240 486Q400 458 560 486", stroke="#b5443a", width=5, opacity=0.8)
    # Arms and front legs.
    rod("M226 330C120 320 90 380 128 420C150 450 150 500 158 580", 28)
    rod("M574 330C680 320 710 380 672 420C650 450 650 500 642 580", 28)
    rod("M166 590L150 716M634 590L650 716", 28)
    rod("M156 664Q400 690 644 664", 15)
    for x, y in ((158, 578), (642, 578), (236, 476), (564, 476)):
        c.path(f"M{x - 14} {y - 8}h28M{x - 14} {y + 2}h28M{x - 14} {y + 12}h28", stroke="#6b4019", width=5)


def vas_terakota(c: Canvas) -> None:
    c.path(
        "M392 330C380 220 330 150 300 60M400 330C404 220 420 130 410 40M410 330C440 230 490 170 540 96M396 330C370 260 300 220 240 190",
        stroke="#b09a62",
        width=5,
    )
    for x, y, angle in ((300, 64, -18), (410, 44, 2), (540, 98, 38)):
        with c.group(f"translate({x} {y}) rotate({angle})"):
            c.path("M0 130C-34 80 -26 10 0 -30C26 10 34 80 0 130Z", c.ball("#e6d4a3", 0.3))
            c.path(
                "M0 120V-20M0 100l-20 -36M0 100l20 -36M0 70l-20 -36M0 70l20 -36M0 40l-16 -30M0 40l16 -30",
                stroke="#b79c5c",
                width=3.5,
                opacity=0.8,
            )
    c.path("M404 330C450 300 520 290 590 250M480 292C500 260 520 246 536 240", stroke="#7a5a3a", width=6, cap="round")
    for x, y in ((240, 190), (594, 248), (536, 236), (500, 284)):
        for dx, dy in ((-16, 2), (14, 4), (0, -14), (2, 14)):
            c.circle(x + dx, y + dy, 19, c.ball("#fdfbf4", 0.1))
        c.path(f"M{x - 22} {y + 22}q22 -16 44 0", stroke="#7a5a3a", width=6, cap="round")
    c.shadow(400, 706, 170, 40)
    body = "M350 330C352 370 330 390 290 420C230 470 222 560 270 630C292 664 310 690 316 706Q400 722 484 706C490 690 508 664 530 630C578 560 570 470 510 420C470 390 448 370 450 330Z"
    c.path(body, c.blend((0, light(CLAY, 0.3)), (0.35, light(CLAY, 0.12)), (0.6, CLAY), (1, dark(CLAY, 0.4)), y2=0.5))
    with c.group(clip=c.clip(body)):
        for y in (470, 500, 530):
            c.path(f"M200 {y}" + "q20 -26 40 0t40 0" * 5, stroke=dark(CLAY, 0.45), width=7)
            c.path(f"M200 {y + 5}" + "q20 -26 40 0t40 0" * 5, stroke=light(CLAY, 0.4), width=3, opacity=0.7)
        c.path("M200 436Q400 470 600 436M200 560Q400 600 600 560", stroke=dark(CLAY, 0.4), width=6)
        c.path("".join(f"M{x} 590h.1" for x in range(250, 560, 26)), stroke=dark(CLAY, 0.5), width=11, cap="round")
    c.path("M334 312Q400 296 466 312L456 350Q400 366 344 350Z", c.tube(light(CLAY, 0.05)))
    c.ellipse(400, 313, 66, 15, c.body(light(CLAY, 0.18)))
    c.ellipse(400, 315, 52, 10, dark(CLAY, 0.65))
    for d in (
        "M392 318C388 300 386 290 384 280",
        "M404 318C406 300 407 290 408 280",
        "M412 318C416 304 420 296 424 286",
    ):
        c.path(d, stroke="#b09a62", width=5)
    c.path("M282 520C282 480 300 450 330 424", stroke="#ffffff", width=16, opacity=0.28, cap="round")


cermin_matahari_rotan.hangs = True  # type: ignore[attr-defined]
lampu_gantung_bambu.hangs = True  # type: ignore[attr-defined]

PICTURES = {
    "keranjang-rotan": keranjang_rotan,
    "lampu-gantung-bambu": lampu_gantung_bambu,
    "tikar-pandan": tikar_pandan,
    "besek-bambu": besek_bambu,
    "cermin-matahari-rotan": cermin_matahari_rotan,
    "kursi-rotan-teras": kursi_rotan_teras,
    "vas-terakota": vas_terakota,
}
