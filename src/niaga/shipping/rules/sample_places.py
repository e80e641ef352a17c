"""Approximate places for the sample tariffs: hundredths of a degree, good to some tens of kilometres. Not a map.

A regency without a place of its own lies somewhere around its province's capital: where, follows from its code.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple
from zlib import crc32


class Place(NamedTuple):
    """Latitude (south is negative) and longitude in hundredths of a degree."""

    latitude: int
    longitude: int


_SPREAD = 60

# Province → (its capital, percent of the price per kilometre that a trip to it costs).
_PROVINCES: dict[str, tuple[Place, int]] = {
    "11": (Place(555, 9532), 120),  # Aceh: Banda Aceh
    "12": (Place(359, 9867), 118),  # Sumatera Utara: Medan
    "13": (Place(-95, 10035), 116),  # Sumatera Barat: Padang
    "14": (Place(51, 10145), 116),  # Riau: Pekanbaru
    "15": (Place(-161, 10361), 114),  # Jambi
    "16": (Place(-298, 10475), 112),  # Sumatera Selatan: Palembang
    "17": (Place(-380, 10227), 118),  # Bengkulu
    "18": (Place(-543, 10526), 110),  # Lampung: Bandar Lampung
    "19": (Place(-213, 10611), 118),  # Kepulauan Bangka Belitung: Pangkal Pinang
    "21": (Place(92, 10445), 120),  # Kepulauan Riau: Tanjung Pinang
    "31": (Place(-620, 10683), 100),  # DKI Jakarta
    "32": (Place(-691, 10761), 100),  # Jawa Barat: Bandung
    "33": (Place(-699, 11042), 100),  # Jawa Tengah: Semarang
    "34": (Place(-780, 11037), 100),  # DI Yogyakarta
    "35": (Place(-726, 11275), 100),  # Jawa Timur: Surabaya
    "36": (Place(-612, 10615), 100),  # Banten: Serang
    "51": (Place(-866, 11522), 106),  # Bali: Denpasar
    "52": (Place(-858, 11612), 118),  # Nusa Tenggara Barat: Mataram
    "53": (Place(-1017, 12361), 130),  # Nusa Tenggara Timur: Kupang
    "61": (Place(-3, 10934), 125),  # Kalimantan Barat: Pontianak
    "62": (Place(-221, 11392), 128),  # Kalimantan Tengah: Palangkaraya
    "63": (Place(-332, 11459), 125),  # Kalimantan Selatan: Banjarmasin
    "64": (Place(-50, 11715), 126),  # Kalimantan Timur: Samarinda
    "65": (Place(284, 11737), 132),  # Kalimantan Utara: Tanjung Selor
    "71": (Place(147, 12484), 126),  # Sulawesi Utara: Manado
    "72": (Place(-90, 11987), 128),  # Sulawesi Tengah: Palu
    "73": (Place(-515, 11943), 122),  # Sulawesi Selatan: Makassar
    "74": (Place(-399, 12252), 128),  # Sulawesi Tenggara: Kendari
    "75": (Place(54, 12306), 128),  # Gorontalo
    "76": (Place(-268, 11889), 130),  # Sulawesi Barat: Mamuju
    "81": (Place(-370, 12818), 138),  # Maluku: Ambon
    "82": (Place(79, 12737), 138),  # Maluku Utara: Sofifi
    "91": (Place(-253, 14072), 150),  # Papua: Jayapura
    "92": (Place(-86, 13406), 148),  # Papua Barat: Manokwari
    "93": (Place(-849, 14040), 158),  # Papua Selatan: Merauke
    "94": (Place(-337, 13550), 170),  # Papua Tengah: Nabire
    "95": (Place(-409, 13895), 190),  # Papua Pegunungan: Wamena
    "96": (Place(-88, 13125), 146),  # Papua Barat Daya: Sorong
}

ZONE_PERCENT = {province: percent for province, (_, percent) in _PROVINCES.items()}

# Cities and regencies whose distance from the province's capital a buyer would notice.
_REGENCIES: dict[str, Place] = {
    "11.09": Place(247, 9638),  # Simeulue
    "11.71": Place(555, 9532),  # Banda Aceh
    "11.72": Place(589, 9532),  # Sabang
    "11.73": Place(518, 9714),  # Lhokseumawe
    "11.74": Place(447, 9797),  # Langsa
    "12.04": Place(108, 9775),  # Nias
    "12.14": Place(57, 9782),  # Nias Selatan
    "12.24": Place(133, 9732),  # Nias Utara
    "12.25": Place(100, 9748),  # Nias Barat
    "12.71": Place(359, 9867),  # Medan
    "12.72": Place(296, 9906),  # Pematangsiantar
    "12.73": Place(174, 9878),  # Sibolga
    "12.77": Place(138, 9927),  # Padangsidimpuan
    "12.78": Place(128, 9761),  # Gunungsitoli
    "13.09": Place(-204, 9958),  # Kepulauan Mentawai
    "13.71": Place(-95, 10035),  # Padang
    "13.75": Place(-31, 10037),  # Bukittinggi
    "14.71": Place(51, 10145),  # Pekanbaru
    "14.72": Place(167, 10145),  # Dumai
    "15.71": Place(-161, 10361),  # Jambi
    "15.72": Place(-206, 10139),  # Sungai Penuh
    "16.71": Place(-298, 10475),  # Palembang
    "16.73": Place(-330, 10286),  # Lubuk Linggau
    "17.71": Place(-380, 10227),  # Bengkulu
    "18.71": Place(-543, 10526),  # Bandar Lampung
    "18.72": Place(-511, 10531),  # Metro
    "19.02": Place(-275, 10766),  # Belitung
    "19.06": Place(-287, 10826),  # Belitung Timur
    "19.71": Place(-213, 10611),  # Pangkal Pinang
    "21.03": Place(393, 10839),  # Natuna
    "21.05": Place(310, 10620),  # Kepulauan Anambas
    "21.71": Place(113, 10405),  # Batam
    "21.72": Place(92, 10445),  # Tanjung Pinang
    "31.01": Place(-575, 10657),  # Kepulauan Seribu
    "31.71": Place(-618, 10683),  # Jakarta Pusat
    "31.72": Place(-614, 10687),  # Jakarta Utara
    "31.73": Place(-617, 10676),  # Jakarta Barat
    "31.74": Place(-626, 10681),  # Jakarta Selatan
    "31.75": Place(-622, 10690),  # Jakarta Timur
    "32.01": Place(-655, 10682),  # Bogor
    "32.02": Place(-692, 10660),  # Sukabumi
    "32.03": Place(-682, 10714),  # Cianjur
    "32.04": Place(-703, 10753),  # Bandung (regency)
    "32.09": Place(-676, 10848),  # Cirebon
    "32.10": Place(-684, 10823),  # Majalengka
    "32.12": Place(-634, 10832),  # Indramayu
    "32.14": Place(-656, 10744),  # Purwakarta
    "32.15": Place(-631, 10731),  # Karawang
    "32.16": Place(-636, 10717),  # Bekasi (regency)
    "32.17": Place(-684, 10750),  # Bandung Barat
    "32.18": Place(-770, 10849),  # Pangandaran
    "32.71": Place(-660, 10680),  # Bogor
    "32.72": Place(-692, 10693),  # Sukabumi
    "32.73": Place(-691, 10761),  # Bandung
    "32.74": Place(-672, 10856),  # Cirebon
    "32.75": Place(-624, 10699),  # Bekasi
    "32.76": Place(-640, 10682),  # Depok
    "32.77": Place(-687, 10754),  # Cimahi
    "32.78": Place(-733, 10822),  # Tasikmalaya
    "32.79": Place(-737, 10854),  # Banjar
    "33.01": Place(-773, 10901),  # Cilacap
    "33.02": Place(-742, 10923),  # Banyumas
    "33.29": Place(-687, 10904),  # Brebes
    "33.71": Place(-748, 11022),  # Magelang
    "33.72": Place(-757, 11082),  # Surakarta
    "33.73": Place(-733, 11050),  # Salatiga
    "33.74": Place(-699, 11042),  # Semarang
    "33.75": Place(-689, 10967),  # Pekalongan
    "33.76": Place(-687, 10914),  # Tegal
    "34.01": Place(-783, 11016),  # Kulon Progo
    "34.02": Place(-789, 11033),  # Bantul
    "34.03": Place(-797, 11060),  # Gunungkidul
    "34.04": Place(-772, 11036),  # Sleman
    "34.71": Place(-780, 11037),  # Yogyakarta
    "35.09": Place(-817, 11370),  # Jember
    "35.10": Place(-822, 11437),  # Banyuwangi
    "35.15": Place(-745, 11272),  # Sidoarjo
    "35.25": Place(-716, 11265),  # Gresik
    "35.29": Place(-701, 11386),  # Sumenep
    "35.71": Place(-782, 11202),  # Kediri
    "35.73": Place(-798, 11263),  # Malang
    "35.77": Place(-763, 11152),  # Madiun
    "35.78": Place(-726, 11275),  # Surabaya
    "35.79": Place(-787, 11252),  # Batu
    "36.03": Place(-620, 10648),  # Tangerang (regency)
    "36.71": Place(-618, 10663),  # Tangerang
    "36.72": Place(-600, 10601),  # Cilegon
    "36.73": Place(-612, 10615),  # Serang
    "36.74": Place(-629, 10671),  # Tangerang Selatan
    "51.03": Place(-858, 11518),  # Badung
    "51.08": Place(-811, 11509),  # Buleleng
    "51.71": Place(-866, 11522),  # Denpasar
    "52.04": Place(-850, 11742),  # Sumbawa
    "52.71": Place(-858, 11612),  # Mataram
    "52.72": Place(-846, 11873),  # Bima
    "53.05": Place(-822, 12455),  # Alor
    "53.08": Place(-885, 12165),  # Ende
    "53.11": Place(-966, 12026),  # Sumba Timur
    "53.12": Place(-964, 11941),  # Sumba Barat
    "53.15": Place(-850, 11988),  # Manggarai Barat
    "53.20": Place(-1049, 12184),  # Sabu Raijua
    "53.71": Place(-1017, 12361),  # Kupang
    "61.04": Place(-185, 10998),  # Ketapang
    "61.06": Place(85, 11293),  # Kapuas Hulu
    "61.71": Place(-3, 10934),  # Pontianak
    "61.72": Place(91, 10898),  # Singkawang
    "62.01": Place(-268, 11162),  # Kotawaringin Barat
    "62.71": Place(-221, 11392),  # Palangkaraya
    "63.02": Place(-324, 11622),  # Kotabaru
    "63.71": Place(-332, 11459),  # Banjarmasin
    "63.72": Place(-344, 11483),  # Banjarbaru
    "64.03": Place(216, 11749),  # Berau
    "64.11": Place(60, 11513),  # Mahakam Ulu
    "64.71": Place(-127, 11683),  # Balikpapan
    "64.72": Place(-50, 11715),  # Samarinda
    "64.74": Place(13, 11748),  # Bontang
    "65.03": Place(414, 11667),  # Nunukan
    "65.71": Place(330, 11763),  # Tarakan
    "71.03": Place(361, 12549),  # Kepulauan Sangihe
    "71.04": Place(400, 12668),  # Kepulauan Talaud
    "71.09": Place(274, 12540),  # Siau Tagulandang Biaro
    "71.71": Place(147, 12484),  # Manado
    "71.72": Place(144, 12518),  # Bitung
    "72.01": Place(-95, 12279),  # Banggai
    "72.06": Place(-254, 12196),  # Morowali
    "72.07": Place(-130, 12304),  # Banggai Kepulauan
    "72.11": Place(-160, 12350),  # Banggai Laut
    "72.71": Place(-90, 11987),  # Palu
    "73.01": Place(-612, 12046),  # Kepulauan Selayar
    "73.71": Place(-515, 11943),  # Makassar
    "73.72": Place(-401, 11962),  # Parepare
    "73.73": Place(-299, 12020),  # Palopo
    "74.07": Place(-532, 12353),  # Wakatobi
    "74.71": Place(-399, 12252),  # Kendari
    "74.72": Place(-547, 12260),  # Bau Bau
    "75.71": Place(54, 12306),  # Gorontalo
    "81.01": Place(-330, 12896),  # Maluku Tengah
    "81.03": Place(-798, 13130),  # Kepulauan Tanimbar
    "81.07": Place(-576, 13422),  # Kepulauan Aru
    "81.08": Place(-813, 12779),  # Maluku Barat Daya
    "81.71": Place(-370, 12818),  # Ambon
    "81.72": Place(-563, 13275),  # Tual
    "82.05": Place(-206, 12597),  # Kepulauan Sula
    "82.07": Place(205, 12830),  # Pulau Morotai
    "82.71": Place(79, 12738),  # Ternate
    "91.06": Place(-118, 13609),  # Biak Numfor
    "91.71": Place(-253, 14072),  # Jayapura
    "92.02": Place(-86, 13406),  # Manokwari
    "92.03": Place(-293, 13230),  # Fak Fak
    "93.01": Place(-849, 14040),  # Merauke
    "94.01": Place(-337, 13550),  # Nabire
    "94.04": Place(-455, 13689),  # Mimika
    "95.01": Place(-409, 13895),  # Jayawijaya
    "96.03": Place(-43, 13082),  # Raja Ampat
    "96.71": Place(-88, 13125),  # Sorong
}

# Islands and highlands that a parcel reaches by boat or small plane only.
_REMOTE_CODES = """
    11.09 12.04 12.14 12.24 12.25 12.78 13.09 14.10 19.06 21.03 21.04 21.05 31.01 53.05 53.13 53.14 53.20 64.11 65.02
    71.03 71.04 71.09 72.07 72.09 72.11 73.01 74.07 74.12 81.03 81.05 81.07 81.08 81.09 82.05 82.07 82.08
    91.05 91.15 91.19 91.20 92.12 93.02 93.03 93.04 94.02 94.03 94.05 94.06 94.07 94.08
    95.02 95.03 95.04 95.05 95.06 95.07 95.08 96.03 96.04 96.05
"""
REMOTE = frozenset(_REMOTE_CODES.split())


@cache
def place_of(regency_code: str) -> Place:
    """The approximate place of a regency (`31.74`). Raises KeyError for a province that does not exist."""
    known = _REGENCIES.get(regency_code)
    if known is not None:
        return known
    capital, _ = _PROVINCES[regency_code[:2]]
    chance = crc32(regency_code.encode())
    north, east = chance % (2 * _SPREAD + 1), (chance >> 16) % (2 * _SPREAD + 1)
    return Place(capital.latitude + north - _SPREAD, capital.longitude + east - _SPREAD)
