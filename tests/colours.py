"""Colours as eyes see them: contrast, three colour deficiencies, and how far two lie apart."""

import numpy as np

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "every cone": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# sRGB to XYZ, and the white of D65.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)


def linear(colour):
    """Red, green and blue of "#rrggbb", 0 to 1, in amounts of light."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast of WCAG 2, from 1 to 21."""
    low, high = sorted(TO_XYZ[1] @ linear(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour, eye="every cone"):
    """CIELAB of a colour as an eye of this kind sees it."""
    seen = np.clip(np.array(EYES[eye]) @ linear(colour), 0, 1)
    share = TO_XYZ @ seen / WHITE
    x, y, z = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other):
    """CIEDE2000 between two colours in CIELAB, as Sharma, Wu and Dalal (2005) write it."""
    (light1, a1, b1), (light2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    chroma1, chroma2 = np.hypot(g * a1, b1), np.hypot(g * a2, b2)
    hue1, hue2 = (np.degrees(np.arctan2(b, g * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    chroma = (chroma1 + chroma2) / 2
    turn = (hue2 - hue1 + 180) % 360 - 180 if chroma1 * chroma2 else 0.0
    hue = hue1 + turn / 2 if chroma1 * chroma2 else hue1 + hue2
    along = np.radians([hue - 30, 2 * hue, 3 * hue + 6, 4 * hue - 63])
    t = 1 + np.cos(along) @ [-0.17, 0.24, 0.32, -0.20]
    off = ((light1 + light2) / 2 - 50) ** 2
    parts = np.array(
        [
            (light2 - light1) / (1 + 0.015 * off / np.sqrt(20 + off)),
            (chroma2 - chroma1) / (1 + 0.045 * chroma),
            2
            * np.sqrt(chroma1 * chroma2)
            * np.sin(np.radians(turn / 2))
            / (1 + 0.015 * chroma * t),
        ]
    )
    bend = 60 * np.exp(-(((hue % 360 - 275) / 25) ** 2))
    turned = 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(bend))
    return float(np.sqrt(parts @ parts - turned * parts[1] * parts[2]))


def nearest(one, other):
    """How far two colours lie apart for the eye that tells them apart least, and which it is."""
    return min((difference(lab(one, eye), lab(other, eye)), eye) for eye in EYES)
