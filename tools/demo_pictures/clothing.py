"""Batik & Busana."""

# A drawing is long lines of coordinates.
# ruff: noqa: E501

from __future__ import annotations

from demo_pictures import cloth
from demo_pictures.canvas import Canvas, dark, light


def _hanger(c: Canvas, y: float) -> None:
    c.path(
        f"M400 {y}V{y - 26}C400 {y - 44} 432 {y - 48} 430 {y - 74}C428 {y - 104} 376 {y - 100} 378 {y - 72}",
        stroke="#7c8288",
        width=8,
        cap="round",
    )
    c.path(
        f"M226 {y + 74}Q300 {y + 26} 400 {y}Q500 {y + 26} 574 {y + 74}", stroke=c.body("#b57b45"), width=24, cap="round"
    )


def _rail(c: Canvas, y: float, left: float, right: float) -> None:
    c.path(f"M{left} {y}H{right}", stroke="#3a2a22", width=26, cap="round", opacity=0.15)
    c.rect(left - 10, y - 26, right - left + 20, 24, c.down("#d9a869", "#8a5a2e"), rx=12)
    for x in (left + 70, right - 90):
        c.path(f"M{x} {y - 26}v24", stroke="#7a4c26", width=5, opacity=0.7)


def _shirt(c: Canvas, cloth_fill: str, colour: str, *, long: bool) -> None:
    _hanger(c, 150)
    body = "M300 176C316 210 352 226 400 230C448 226 484 210 500 176C540 186 566 200 590 222L566 420L578 690Q400 716 222 690L234 420L210 222C234 200 260 186 300 176Z"
    if long:
        sleeves = (
            "M210 222C160 290 140 440 128 640Q156 660 192 652C206 540 222 470 240 410Z",
            "M590 222C640 290 660 440 672 640Q644 660 608 652C594 540 578 470 560 410Z",
        )
    else:
        sleeves = (
            "M212 220C160 262 122 330 96 408Q140 446 196 458C210 428 226 410 240 396Z",
            "M588 220C640 262 678 330 704 408Q660 446 604 458C590 428 574 410 560 396Z",
        )
    with c.group("translate(16 16)", opacity=0.16):
        for d in (*sleeves, body):
            c.path(d, "#3a2620")
    for d, side in zip(sleeves, (0.22, 0.4), strict=True):
        c.path(d, cloth_fill)
        c.path(d, c.sheen("#1a0f14", side, x2=0.4, y2=1))
        c.path(d, stroke=dark(colour, 0.5), width=3)
    if long:
        c.path("M131 616Q160 632 195 626M605 626Q640 632 669 616", stroke=dark(colour, 0.6), width=4)
        c.circle(150, 640, 6, "#f4ead8")
        c.circle(650, 640, 6, "#f4ead8")
    else:
        c.path("M104 388Q146 424 202 438M696 388Q654 424 598 438", stroke=dark(colour, 0.6), width=3, dash="8 5")
    c.path(body, cloth_fill)
    c.path(body, c.blend((0, "#ffffff"), (1, "#ffffff")), opacity=0.05)
    c.path(
        "M234 420C250 520 244 600 236 692L222 690L234 420ZM566 420C540 520 548 620 540 696L578 690Z",
        "#1a0f14",
        opacity=0.28,
    )
    c.path("M300 300C280 420 300 560 290 690L340 700C340 560 330 420 300 300Z", "#ffffff", opacity=0.1)
    c.path("M480 300C510 420 470 560 490 700L450 706C450 560 470 420 480 300Z", "#1a0f14", opacity=0.14)
    c.path(body, stroke=dark(colour, 0.5), width=3)
    # Placket, buttons, pocket, collar.
    c.path("M384 234H420V708H384Z", cloth_fill)
    c.path("M384 234V708M420 234V708", stroke=dark(colour, 0.6), width=3)
    for y in (290, 370, 450, 530, 610, 680):
        c.circle(402, y, 9, c.ball("#f0e2c8"))
        c.path(f"M399 {y}h6", stroke="#7a5c3a", width=2)
    c.path("M450 330H536V412L493 432L450 412Z", cloth_fill)
    c.path("M450 330H536V412L493 432L450 412ZM450 346H536", stroke=dark(colour, 0.6), width=3)
    c.path("M318 168Q400 214 482 168L488 190Q400 250 312 190Z", dark(colour, 0.55))
    c.path("M312 158C296 170 294 186 300 206L356 290L402 236C360 226 326 200 312 158Z", cloth_fill)
    c.path("M488 158C504 170 506 186 500 206L448 290L402 236C440 226 474 200 488 158Z", cloth_fill)
    c.path(
        "M312 158C296 170 294 186 300 206L356 290L402 236C360 226 326 200 312 158ZM488 158C504 170 506 186 500 206L448 290L402 236C440 226 474 200 488 158Z",
        "#ffffff",
        opacity=0.1,
    )
    c.path(
        "M312 158C296 170 294 186 300 206L356 290L402 236C360 226 326 200 312 158ZM488 158C504 170 506 186 500 206L448 290L402 236C440 226 474 200 488 158Z",
        stroke=dark(colour, 0.6),
        width=3.5,
    )


def kemeja_batik_kawung(c: Canvas) -> None:
    _shirt(c, cloth.kawung(c, "#5a3320", "#ead2a0", "#3a1f14", 60), "#6b4128", long=False)


def kemeja_batik_parang(c: Canvas) -> None:
    _shirt(c, cloth.parang(c, "#223f6c", "#f1ead6", "#14233f", 62), "#233f68", long=True)


def kain_mega_mendung(c: Canvas) -> None:
    fill = cloth.mega_mendung(c, "#a92a2c", "#16357c", 300)
    _rail(c, 150, 110, 690)
    shape = "M190 128H610V690Q580 712 550 694Q510 672 470 694Q430 716 400 694Q362 672 320 696Q284 714 250 692Q216 676 190 690Z"
    with c.group("translate(20 14)", opacity=0.18):
        c.path(shape, "#3a2620")
    c.path("M214 128V560Q240 580 270 566V128Z", dark("#b8332f", 0.4))
    c.path(shape, fill)
    c.path(shape, c.folds(5, 0.26))
    c.path("M190 128H610V160Q400 178 190 160Z", "#ffffff", opacity=0.16)
    with c.group(clip=c.clip(shape)):
        c.path(
            "M190 668Q216 654 250 670Q284 692 320 674Q362 650 400 672Q430 694 470 672Q510 650 550 672Q580 690 610 668",
            stroke="#f0d9a4",
            width=5,
        )
        c.path(
            "M190 654Q216 640 250 656Q284 678 320 660Q362 636 400 658Q430 680 470 658Q510 636 550 658Q580 676 610 654",
            stroke="#f0d9a4",
            width=2.5,
        )


def sarung_tenun_majalaya(c: Canvas) -> None:
    c.shadow(400, 690, 300, 44)
    sets = (("#7b2a33", "#4b1620", "#e6c069"), ("#26446e", "#15284a", "#d9dfe8"), ("#3d7a55", "#1f4b36", "#f0cf74"))
    for i, (ground, band, thread) in enumerate(sets):
        y = 580 - i * 104
        fill = cloth.checks(c, ground, band, thread, 92)
        d = f"M140 {y + 18}Q140 {y} 170 {y}H630Q662 {y} 662 {y + 30}V{y + 70}Q662 {y + 104} 630 {y + 104}H168Q140 {y + 104} 140 {y + 84}Q156 {y + 52} 140 {y + 18}Z"
        c.path(d, fill)
        c.path(d, c.blend((0, "#ffffff"), (1, "#ffffff")), opacity=0.06)
        c.path(d, c.down("#ffffff", "#1a0f14"), opacity=0.16)
        c.path(
            f"M146 {y + 36}Q166 {y + 52} 148 {y + 72}M152 {y + 30}H640M152 {y + 54}H646M150 {y + 78}H640",
            stroke="#1a0f14",
            width=3,
            opacity=0.4,
        )
        c.path(
            f"M630 {y}Q662 {y} 662 {y + 30}V{y + 70}Q662 {y + 104} 630 {y + 104}Q644 {y + 52} 630 {y}Z",
            "#1a0f14",
            opacity=0.2,
        )
    # The top one, seen from above.
    ground, band, thread = sets[2]
    top = "M170 372L262 250Q276 238 300 240H590Q612 242 622 262L662 384Q640 372 614 372Z"
    c.path(top, cloth.checks(c, ground, band, thread, 92, "skewX(-22)"))
    c.path(top, "#ffffff", opacity=0.14)
    c.path("M262 250L170 372M590 240Q612 242 622 262L662 384", stroke=dark(ground, 0.5), width=3, opacity=0.6)
    c.path("M170 372Q400 352 614 372", stroke="#ffffff", width=5, opacity=0.35)
    # The corner is turned back and shows the inside.
    c.path("M170 372L262 250L400 366Q280 360 170 372Z", "#1a0f14", opacity=0.25, transform="translate(8 8)")
    c.path(
        "M262 250Q330 270 404 364Q330 380 290 330Z", cloth.checks(c, dark(ground, 0.25), band, thread, 92, "rotate(30)")
    )
    c.path("M262 250Q330 270 404 364", stroke=light(ground, 0.5), width=4)


def kebaya_kutubaru(c: Canvas) -> None:
    pink = "#d98a94"
    dot = c.tile(
        54,
        54,
        '<g fill="#fbe9df"><circle cx="14" cy="10" r="5"/><circle cx="8" cy="16" r="5"/><circle cx="20" cy="16" r="5"/><circle cx="11" cy="23" r="5"/><circle cx="18" cy="23" r="5"/></g><circle cx="14" cy="17" r="4" fill="#d9a23f"/><g fill="#8c4a63"><circle cx="42" cy="40" r="3"/><circle cx="38" cy="44" r="3"/><circle cx="46" cy="44" r="3"/><circle cx="42" cy="48" r="3"/></g><path d="M20 30q8 -2 12 6M44 14l6 -6" stroke="#7d9a62" stroke-width="2.5" fill="none"/>',
    )
    # A tailor's dummy.
    c.shadow(400, 748, 150, 24)
    c.path("M400 640V740M320 746Q400 716 480 746", stroke=c.tube("#8a5a36"), width=18, cap="round")
    c.path("M366 60Q400 44 434 60L440 150H360Z", c.tube("#e6d3ba"))
    c.ellipse(400, 58, 34, 14, c.body("#a06c3e"))
    c.path("M300 150Q400 110 500 150L520 300H280Z", c.tube("#e6d3ba"))
    sleeves = (
        "M274 166C220 190 196 270 176 380L150 540Q178 564 222 556L254 420L296 300Z",
        "M526 166C580 190 604 270 624 380L650 540Q622 564 578 556L546 420L504 300Z",
    )
    body = "M330 134C300 148 270 158 262 178C262 280 282 340 296 420C282 500 262 560 236 640Q320 676 400 690Q480 676 564 640C538 560 518 500 504 420C518 340 538 280 538 178C530 158 500 148 470 134L430 300L400 330L370 300Z"
    for d in (*sleeves, body):
        c.path(d, c.body(pink, 0.18))
        c.path(d, dot)
        c.path(d, stroke=dark(pink, 0.35), width=3)
    c.path(sleeves[0], c.sheen("#4a1a2a", 0.05, x2=1))
    c.path(sleeves[1], c.blend((0, "#4a1a2a"), (1, "#4a1a2a")), opacity=0.12)
    c.path(
        "M538 178C538 280 518 340 504 420C518 500 538 560 564 640Q520 660 470 676C480 560 440 480 470 400C490 330 500 260 500 160Z",
        "#4a1a2a",
        opacity=0.16,
    )
    c.path(
        "M320 300C316 360 330 400 330 430C320 520 300 580 290 652M480 300C484 360 470 400 470 430C480 520 500 580 510 652",
        stroke=dark(pink, 0.45),
        width=3,
        opacity=0.7,
    )
    # The panel between the fronts, and the lapels.
    c.path("M352 250L448 250L440 330Q400 344 360 330Z", dark(pink, 0.18))
    c.path("M352 252Q400 266 448 252", stroke="#f0d5a0", width=6)
    lapels = "M330 134C340 210 350 260 362 330L400 690L386 688C360 560 336 420 322 330C308 260 306 200 308 146ZM470 134C460 210 450 260 438 330L402 690L416 688C440 560 464 420 478 330C492 260 494 200 492 146Z"
    c.path(lapels, light(pink, 0.28))
    c.path(lapels, stroke=dark(pink, 0.35), width=2.5)
    for y in (352, 420, 490):
        c.circle(400, y, 13, c.ball("#e0b450"))
        c.circle(400, y, 5, dark("#e0b450", 0.3))
    c.path(
        "M154 524Q182 546 226 538M646 524Q618 546 574 538M242 624Q320 660 396 672Q480 660 558 624",
        stroke="#f8e3c4",
        width=7,
        dash="2 7",
        cap="round",
    )


def selendang_ikat_sumba(c: Canvas) -> None:
    red, navy, cream = "#8c2f26", "#24304f", "#f0dfbd"
    _rail(c, 130, 150, 650)
    fringe = "".join(f"M{x} 650q{(x // 18) % 3 * 3 - 3} 30 0 62" for x in range(240, 571, 18))
    with c.group("translate(18 12)", opacity=0.18):
        c.rect(226, 108, 358, 600, "#3a2620")
    c.path(fringe, stroke=dark(red, 0.1), width=7, cap="round")
    c.rect(226, 108, 358, 546, red)
    horse = "M-52 44V8L-64 24L-70 18L-52 -10H8L24 -46L34 -52L36 -44L58 -30L54 -20L36 -22L30 14V44H18V16H-34V44Z"
    man = "M0 -26l16 16l-8 8v20h14v12h-44v-12h14v-20l-8 -8Z"
    for y, colour in ((250, cream), (520, cream)):
        c.rect(226, y - 74, 358, 148, navy)
        for x, flip in ((316, -1), (494, 1)):
            c.path(horse, colour, transform=f"translate({x} {y + 8}) scale({flip * 1.15:g} 1.15)")
            c.path(
                "M-40 0h46M-30 -2v12M-14 -2v12M2 -2v12",
                stroke=red,
                width=5,
                transform=f"translate({x} {y + 8}) scale({flip * 1.15:g} 1.15)",
            )
        c.path(man, "#d99a3a", transform=f"translate(405 {y + 10})")
    teeth = "".join("l15 -22l15 22" for _ in range(12)).replace("l15 22", "l14.8 22")
    for y in (172, 352, 442, 622):
        c.path(f"M226 {y}{teeth}V{y + 6}H226Z", "#d99a3a")
    c.rect(226, 356, 358, 64, dark(red, 0.25))
    diamonds = "".join(f"M{x} 388l22 -24l22 24l-22 24Z" for x in range(236, 570, 56))
    c.path(diamonds, cream)
    c.path("".join(f"M{x + 12} 388l10 -11l10 11l-10 11Z" for x in range(236, 570, 56)), red)
    for y in (140, 148, 426, 632, 640):
        c.rect(226, y, 358, 4, cream, opacity=0.8)
    c.rect(226, 108, 358, 546, c.folds(4, 0.2))
    c.rect(226, 108, 358, 22, "#ffffff", opacity=0.18, rx=8)
    c.rect(226, 108, 358, 546, c.tile(6, 6, '<path d="M0 1h6" stroke="#000" stroke-width="1" opacity=".12"/>'))


def blangkon_yogya(c: Canvas) -> None:
    brown, gold = "#5f3a22", "#e3c38a"
    fill = cloth.kawung(c, "#3f2416", "#caa066", "#2a160c", 34)
    # A turned wooden head, looking right.
    c.shadow(420, 740, 170, 30)
    c.path("M352 600H478L500 716H330Z", c.tube("#c99a62"))
    c.ellipse(415, 722, 130, 26, c.body("#b57b45"))
    c.path(
        "M268 400C250 500 290 590 350 620Q420 650 486 626C520 618 540 590 548 560C580 556 566 520 580 508C584 490 600 480 594 460L580 400Z",
        c.blend((0, "#e9c896"), (0.5, "#d6a970"), (1, "#9a6c3c"), y2=0.4),
    )
    c.path("M372 470C350 450 340 490 356 516C368 530 380 520 380 506", stroke="#a87844", width=8, cap="round")
    # The knot at the nape, and the two ends of the cloth.
    c.path("M236 420C150 400 120 350 96 300C150 300 200 330 250 384Z", fill)
    c.path("M236 440C140 450 90 430 50 396C110 376 190 376 250 404Z", fill)
    c.path(
        "M236 420C150 400 120 350 96 300C150 300 200 330 250 384ZM236 440C140 450 90 430 50 396C110 376 190 376 250 404Z",
        stroke=gold,
        width=4,
    )
    c.ellipse(232, 470, 58, 66, c.ball(brown), turn="18 232 470")
    c.ellipse(232, 470, 58, 66, fill, turn="18 232 470", opacity=0.55)
    c.ellipse(232, 470, 58, 66, None, turn="18 232 470", stroke=gold, width=3)
    # The cap, and over it the cloth pleated from brow to nape.
    dome = "M246 440C220 250 310 130 430 132C560 136 626 260 606 424Q560 452 430 452Q320 456 246 440Z"
    c.path(dome, fill)
    c.path(dome, c.ball("#7a4a2c", 0.5), opacity=0.42)
    with c.group(clip=c.clip(dome)):
        wrap = "M240 470C250 380 420 260 640 250V470Z"
        c.path(wrap, brown)
        for i in range(8):
            t = i / 8
            d = f"M244 {446 - 6 * i:.0f}C{330 + 20 * t:.0f} {420 - 90 * t:.0f} {460 + 10 * t:.0f} {420 - 120 * t:.0f} 640 {430 - 150 * t:.0f}"
            c.path(d, stroke=fill, width=22)
            c.path(d, stroke="#1c0e08", width=4, opacity=0.8, transform="translate(0 11)")
            c.path(d, stroke=gold, width=3, opacity=0.75, transform="translate(0 -10)")
    c.path("M244 424Q330 460 430 458Q560 458 608 414L604 446Q560 486 430 488Q310 490 250 460Z", c.body(brown, 0.3))
    c.path("M244 424Q330 460 430 458Q560 458 608 414M250 460Q310 490 430 488Q560 486 604 446", stroke=gold, width=4)
    c.path("M290 300C320 220 370 180 420 172", stroke="#ffffff", width=14, opacity=0.25, cap="round")


def daster_batik_truntum(c: Canvas) -> None:
    purple, trim = "#6d4a86", "#f0d08a"
    fill = cloth.truntum(c, purple, "#f3e6cf", 52)
    _hanger(c, 120)
    sleeves = (
        "M254 172C190 200 150 260 128 330Q176 366 236 372L282 300Z",
        "M546 172C610 200 650 260 672 330Q624 366 564 372L518 300Z",
    )
    body = "M306 146Q320 236 400 244Q480 236 494 146C520 152 540 162 552 178L528 330C560 460 600 600 640 716Q400 760 160 716C200 600 240 460 272 330L248 178C260 162 280 152 306 146Z"
    with c.group("translate(16 16)", opacity=0.16):
        for d in (*sleeves, body):
            c.path(d, "#3a2620")
    for d in (*sleeves, body):
        c.path(d, fill)
        c.path(d, stroke=dark(purple, 0.4), width=3)
    c.path(sleeves[1], "#1a0f24", opacity=0.2)
    c.path("M300 340C290 470 250 620 230 726L300 738C320 620 320 470 300 340Z", "#ffffff", opacity=0.1)
    c.path(
        "M400 340C420 480 410 620 420 746L480 742C470 620 440 470 400 340ZM520 340C540 470 590 620 610 722L640 716C600 600 560 460 528 330Z",
        "#1a0f24",
        opacity=0.24,
    )
    c.path("M272 318Q400 352 528 318V342Q400 376 272 342Z", trim)
    c.path("M272 330Q400 364 528 330", stroke=dark(trim, 0.3), width=3, dash="4 6")
    c.path("M306 146Q320 236 400 244Q480 236 494 146L514 154Q500 262 400 270Q300 262 286 154Z", trim)
    c.path("M300 150Q314 246 400 256Q486 246 500 150", stroke=purple, width=4, dash="3 8", cap="round")
    c.path("M134 314Q180 350 240 356M666 314Q620 350 560 356M166 698Q400 742 634 698", stroke=trim, width=13)
    c.path("M400 268V322", stroke=dark(purple, 0.4), width=3)
    for y in (284, 308):
        c.circle(402, y, 8, c.ball("#fbf3e2"))
    c.path("M470 470L540 456L552 540Q520 560 486 552Z", fill)
    c.path("M470 470L540 456L552 540Q520 560 486 552Z", stroke=trim, width=4)


for _picture in (
    kemeja_batik_kawung,
    kemeja_batik_parang,
    kain_mega_mendung,
    kebaya_kutubaru,
    selendang_ikat_sumba,
    daster_batik_truntum,
):
    _picture.hangs = True  # type: ignore[attr-defined]

PICTURES = {
    "kemeja-batik-kawung": kemeja_batik_kawung,
    "kemeja-batik-parang": kemeja_batik_parang,
    "kain-mega-mendung": kain_mega_mendung,
    "sarung-tenun-majalaya": sarung_tenun_majalaya,
    "kebaya-kutubaru": kebaya_kutubaru,
    "selendang-ikat-sumba": selendang_ikat_sumba,
    "blangkon-yogya": blangkon_yogya,
    "daster-batik-truntum": daster_batik_truntum,
}
