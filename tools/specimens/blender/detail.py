"""Fine form and colour of the skin: folds and nostrils as displacement, complexion as one colour per point.

Everything is placed in the neutral head's coordinates (`rest`), so it follows whatever shape a person has.
"""

import numpy as np

from head import LIPS_OUT, smooth


def _spot(rest, centre, sigma, mirror=True):
    d = (rest - np.array(centre)) / np.array(sigma)
    w = np.exp(-.5 * (d * d).sum(1))
    if mirror and centre[0] != 0:
        c = np.array(centre) * [-1, 1, 1]
        d = (rest - c) / np.array(sigma)
        w = w + np.exp(-.5 * (d * d).sum(1))
    return w


def _line(rest, points, front=1.5):
    """Distance in x,y from a polyline given on the right side (mirrored), and how far along it (0..1)."""
    p = np.abs(rest[:, 0])
    q = np.stack([p, rest[:, 1]], 1)
    pts = np.array(points, float)
    best = np.full(len(rest), 9.0)
    along = np.zeros(len(rest))
    n = len(pts) - 1
    for i in range(n):
        a, b = pts[i], pts[i + 1]
        ab = b - a
        t = np.clip(((q - a) @ ab) / (ab @ ab), 0, 1)
        d = q - (a + t[:, None] * ab)
        m = np.hypot(d[:, 0], d[:, 1])
        hit = m < best
        best[hit] = m[hit]
        along[hit] = ((i + t) / n)[hit]
    best[rest[:, 2] < front] = 9
    return best, along


def noise(p, scale, seed=0):
    """Smooth value noise in 3-D, about -1..1."""
    q = p / scale + np.array([17.3 + seed * 7.1, 5.7 + seed * 3.3, 11.9 - seed * 1.7])
    i = np.floor(q).astype(np.int64)
    f = q - i
    f = f * f * (3 - 2 * f)

    def lattice(dx, dy, dz):
        h = (i[:, 0] + dx) * 73856093 ^ (i[:, 1] + dy) * 19349663 ^ (i[:, 2] + dz) * 83492791
        h = (h ^ (h >> 13)) * 1274126177
        return ((h & 0xFFFF) / 32767.5) - 1

    out = 0
    for dx in (0, 1):
        for dy in (0, 1):
            for dz in (0, 1):
                w = (np.abs(1 - dx - f[:, 0]) * np.abs(1 - dy - f[:, 1]) * np.abs(1 - dz - f[:, 2]))
                out = out + w * lattice(dx, dy, dz)
    return out


NASOLABIAL = [(1.75, -.75), (2.15, -1.6), (2.75, -2.9), (3.15, -4.2), (3.2, -5.0)]
MARIONETTE = [(2.6, -4.6), (2.95, -5.4), (3.0, -6.4)]
UNDER_EYE = [(1.75, 1.95), (2.3, 1.45), (3.1, 1.2), (3.9, 1.4)]
CROWS = [[(4.85, 2.8), (5.5, 3.2), (6.0, 3.5)], [(4.9, 2.5), (5.6, 2.5), (6.1, 2.5)], [(4.8, 2.2), (5.4, 1.8), (5.8, 1.5)]]
FOREHEAD = [[(0, 5.7), (1.5, 5.95), (3.2, 5.95), (4.4, 5.6)], [(0, 6.45), (1.6, 6.75), (3.2, 6.7), (4.3, 6.3)],
            [(0, 7.2), (1.5, 7.45), (3.1, 7.35)]]
FROWN = [[(.45, 3.9), (.6, 4.6), (.5, 5.2)]]


def displace(v, normals, rest, age, smile):
    """Folds by age (0 young .. 1 old), philtrum and nostrils."""
    h = np.zeros(len(v))

    def fold(points, width, depth, front=1.5):
        d, t = _line(rest, points, front)
        h[:] -= depth * np.exp(-(d / width) ** 2) * np.sin(np.pi * t) ** .8

    fold(NASOLABIAL, .34, .03 + .14 * age + .05 * smile)
    fold(NASOLABIAL, .12, .05 * age)
    fold(MARIONETTE, .2, .01 + .07 * age)
    fold(UNDER_EYE, .26, .025 + .08 * age, 2.2)
    for line in CROWS:
        fold(line, .08, .06 * max(0, age - .3) + .01 * smile, 0)
    for line in FOREHEAD:
        fold(line, .1, .05 * max(0, age - .25), 2)
    for line in FROWN:
        fold(line, .1, .05 * max(0, age - .2), 3)
    h += .012 * noise(rest, 1.1) + .006 * noise(rest, .5, 2)
    # philtrum
    h -= .05 * _spot(rest, (0, -2.85, 6), (.18, .45, 1), False)
    h += .025 * _spot(rest, (.34, -2.85, 6), (.12, .45, 1))
    # the groove beside each wing of the nose, and the wing itself
    h -= .06 * _spot(rest, (1.95, -1.0, 5), (.16, .5, .9))
    out = v + normals * h[:, None]
    nostril = _spot(rest, (.82, -1.86, 5.75), (.34, .17, .34))
    nostril = np.clip(nostril * 1.35, 0, 1)
    out += nostril[:, None] * np.array([0, .42, -.12])
    return out, nostril


def complexion(rest, skin, nostril):
    """Linear RGB per point. `skin` holds base, lips, flush, shade (RGB) and amounts."""
    base = np.array(skin['base'])
    c = np.tile(base, (len(rest), 1))
    mottle = noise(rest, 1.6, 5) * .5 + noise(rest, .7, 6) * .3 + noise(rest, .3, 7) * .2
    c *= (1 + .07 * mottle)[:, None]

    def blend(w, colour, amount):
        w = np.clip(w * amount, 0, 1)[:, None]
        c[:] = c * (1 - w) + np.array(colour) * w

    flush, k = skin['flush'], skin.get('flushAmount', .5)
    patch = 1 + .35 * noise(rest, .8, 9)
    blend(_spot(rest, (4.4, -.9, 3.6), (1.5, 1.2, 2.5)) * patch, flush, k)
    blend(_spot(rest, (0, -.7, 7.2), (1.0, .8, 1.2), False) * patch, flush, k * .8)
    blend(_spot(rest, (1.6, -1.2, 5.4), (.5, .6, .8)) * patch, flush, k * .7)
    blend(_spot(rest, (0, -8.0, 5), (1.4, .9, 2), False), flush, k * .45)
    blend(_spot(rest, (7.8, .2, -4.2), (.9, 2.8, 1.7)), flush, k * .8)
    shade = skin['shade']
    d, _ = _line(rest, [(1.7, 2.1), (2.3, 1.7), (3.2, 1.5), (4.2, 1.9)], 2)
    blend(np.exp(-(d / .42) ** 2), shade, skin.get('underEye', .3))
    d, _ = _line(rest, [(1.9, 2.95), (2.6, 3.3), (3.4, 3.35), (4.4, 3.0)], 2)
    blend(np.exp(-(d / .35) ** 2), shade, skin.get('lid', .3))
    d, _ = _line(rest, [(1.85, 2.6), (2.4, 2.95), (3.2, 3.05), (4.0, 2.9), (4.5, 2.66)], 2)
    blend(np.exp(-(d / .09) ** 2), np.array(shade) * .45, skin.get('lashLine', .35))
    d, _ = _line(rest, NASOLABIAL)
    blend(np.exp(-(d / .3) ** 2), shade, .18)
    # beard shadow
    if skin.get('stubble', 0) > 0:
        blend(beard_mask(rest) * (1 + .25 * noise(rest, .35, 3)), skin['stubbleColour'], skin['stubble'])
    # lips
    w = lip_mask(rest)
    lips = np.array(skin['lips'])
    lines = 1 + .10 * noise(rest * [6, 1, 1], .6, 4)
    ww = (w * skin.get('lipAmount', .85))[:, None]
    c[:] = c * (1 - ww) + lips * lines[:, None] * ww
    mouth, _ = _line(rest, [(0, -4.27), (1.1, -4.22), (2.1, -4.28)], 3.5)
    blend(np.exp(-(mouth / .09) ** 2), lips * .35, .55)
    blend(_spot(rest, (2.35, -4.32, 4.2), (.18, .16, .6)), lips * .5, .35)
    # inside: nostrils, the inner corners and rims of the lids
    blend(nostril, np.array([.10, .03, .02]) * (.4 + base[0]), 1.1)
    blend(_spot(rest, (1.78, 2.56, 3.6), (.2, .14, .6)), [.45 * base[0] + .12, .10 + .1 * base[1], .08 + .1 * base[2]], .7)
    return np.clip(c, .002, 1)


def lip_mask(rest):
    outline = _outline
    x, y = rest[:, 0], rest[:, 1]
    inside = np.zeros(len(rest), bool)
    dist = np.full(len(rest), 9.0)
    n = len(outline)
    for i in range(n):
        a, b = outline[i], outline[(i + 1) % n]
        cross = (a[1] > y) != (b[1] > y)
        with np.errstate(divide='ignore', invalid='ignore'):
            at = (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1] + 1e-12) + a[0]
        inside ^= cross & (x < at)
        ab = b - a
        t = np.clip(((x - a[0]) * ab[0] + (y - a[1]) * ab[1]) / (ab @ ab), 0, 1)
        dist = np.minimum(dist, np.hypot(x - a[0] - t * ab[0], y - a[1] - t * ab[1]))
    signed = np.where(inside, dist, -dist)
    signed[rest[:, 2] < 3.2] = -9
    return smooth(-.10, .10, signed)


_outline = np.zeros((0, 2))


def set_lip_outline(neutral):
    """The lips' outline in x,y, refined so that it does not show its corners."""
    p = neutral[LIPS_OUT][:, :2]
    for _ in range(2):
        n = len(p)
        q = np.empty((2 * n, 2))
        q[0::2] = p
        q[1::2] = (-np.roll(p, 1, 0) + 9 * p + 9 * np.roll(p, -1, 0) - np.roll(p, -2, 0)) / 16
        p = q
    global _outline
    _outline = p


def beard_mask(rest):
    x, y, z = np.abs(rest[:, 0]), rest[:, 1], rest[:, 2]
    moustache = np.exp(-(((x - 1.0) / 1.35) ** 2 + ((y + 3.0) / .42) ** 2) ** 1.5) * (z > 3.6)
    chin = smooth(-5.0, -6.4, y) * smooth(-12.4, -10.0, y) * smooth(-2.5, .5, z)
    jaw_line = np.interp(x, [0, 2.6, 3.4, 4.6, 6.0, 7.0, 7.7], [-5.6, -5.3, -4.2, -3.4, -2.6, -1.2, .2])
    jaw = smooth(-1.3, 1.4, jaw_line - y) * smooth(-12, -9.6, y) * smooth(-3.6, -2.4, z) * (x > 2.3)
    lip = lip_mask(rest)
    below = 1 - np.exp(-(((x) / 1.6) ** 2 + ((y + 5.6) / .42) ** 2) ** 2) * .8
    return np.clip(np.maximum(moustache, np.maximum(chin, jaw) * below), 0, 1) * (1 - lip)
