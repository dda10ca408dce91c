"""Ears, eyeballs and clothes as plain arrays of points and faces."""

import math

import numpy as np

from head import NECK_RAISE


def grid_faces(rows, columns, wrap=True, start=0):
    faces = []
    for r in range(rows - 1):
        for c in range(columns if wrap else columns - 1):
            d = (c + 1) % columns
            a = start + r * columns
            faces.append((a + c, a + d, a + columns + d, a + columns + c))
    return faces


def _closed(points, n):
    p = np.array(points, float)
    k = len(p)
    t = np.linspace(0, k, n, endpoint=False)
    i = np.floor(t).astype(int)
    s = (t - i)[:, None]
    g = lambda o: p[(i + o) % k]
    return .5 * (2 * g(0) + (g(1) - g(-1)) * s + (2 * g(-1) - 5 * g(0) + 4 * g(1) - g(2)) * s**2
                 + (3 * g(0) - g(-1) - 3 * g(1) + g(2)) * s**3)


# The ear from the side: a = backwards, b = upwards, from the front of the helix round the back to the tragus.
EAR = [(.1, 1.5), (.25, 2.5), (1.0, 3.15), (2.0, 3.1), (2.85, 2.4), (3.15, 1.2), (2.95, -.1), (2.45, -1.2),
       (1.85, -2.1), (1.25, -2.9), (.55, -3.1), (.1, -2.5), (-.05, -1.5), (-.1, -.5), (-.05, .5)]


def ear(size=1.0, lobe=1.0):
    """The right ear in the neutral head's coordinates (x > 0)."""
    n = 72
    outline = _closed(EAR, n)
    outline[:, 1] = np.where(outline[:, 1] < -1, -1 + (outline[:, 1] + 1) * lobe, outline[:, 1])
    centre = np.array([1.25, .25])
    points = []
    rho = np.concatenate([np.linspace(.02, 1, 22), [1.01, .97, .85, .6, .35]])
    u = np.linspace(0, 1, n, endpoint=False)
    helix = np.clip(np.minimum((u - .0) / .05, (.60 - u) / .08), 0, 1)
    back = np.clip(np.minimum((u - .16) / .12, (.62 - u) / .1), 0, 1)
    tragus = np.exp(-((u - .90) / .045) ** 2)
    lobe_part = np.exp(-((u - .68) / .09) ** 2)
    for i, r in enumerate(rho):
        p = centre + (outline - centre) * r
        front = i < 22
        h = (.34 * helix * np.exp(-((r - .92) / .085) ** 2) - .16 * helix * np.exp(-((r - .77) / .06) ** 2)
             + .34 * back * np.exp(-((r - .58) / .11) ** 2) - .75 * np.exp(-(r / .42) ** 2)
             + .36 * tragus * np.exp(-((r - .82) / .16) ** 2) + .1 * lobe_part * np.exp(-((r - .7) / .25) ** 2))
        if not front:
            h = h * 0 + (.10 * helix) - [.06, .26, .42, .6, .9][i - 22]
        a, b = p[:, 0], p[:, 1]
        lean = .06 + .46 * a - .045 * a * a
        x = 7.42 + lean + h * .9
        points.append(np.stack([x, .45 + b * size + .12 * a, -2.55 - a * size * .86 + .1 * b * -1], 1))
    v = np.concatenate(points)
    return v, grid_faces(len(rho), n)


def eyeball(radius, rings=64, segments=96):
    """A sphere about the origin looking to +z, with the cornea's bulge."""
    v = [(0, 0, radius + .09)]
    for r in range(1, rings):
        a = math.pi * r / rings
        for s in range(segments):
            b = 2 * math.pi * s / segments
            rr = radius * math.sin(a)
            z = radius * math.cos(a)
            if rr < .62 and z > 0:
                z += .09 * (1 - (rr / .62) ** 2) ** 1.0
            v.append((rr * math.cos(b), rr * math.sin(b), z))
    v.append((0, 0, -radius))
    f = [(0, 1 + s, 1 + (s + 1) % segments) for s in range(segments)]
    f += grid_faces(rings - 1, segments, True, 1)
    last = len(v) - 1
    o = 1 + (rings - 2) * segments
    f += [(o + s, last, o + (s + 1) % segments) for s in range(segments)]
    f = [t[::-1] if len(t) == 4 else t for t in f]
    return np.array(v), f


# A garment by rings from the collar down: front (z), back (z), half width (x), height at front, side, back.
GARMENTS = {
    'crew': [(.9, -9.7, 6.5, -15.4, -13.2, -12.0), (1.35, -10.1, 6.9, -15.0, -12.8, -11.7),
             (1.7, -10.4, 7.3, -15.7, -13.5, -12.2), (2.4, -11.0, 8.6, -17.0, -14.8, -13.2),
             (4.2, -12.2, 13.0, -19.5, -17.0, -15.5), (6.2, -13.4, 18.5, -23.0, -20.2, -19.0),
             (7.8, -14.0, 21.5, -28.0, -25.5, -24.0), (8.6, -14.2, 22.6, -36.0, -34.0, -34.0),
             (9.0, -14.2, 23.0, -50.0, -50.0, -50.0)],
    'polo': [(.6, -9.2, 6.1, -12.9, -10.6, -9.4), (.9, -9.7, 6.5, -12.3, -10.0, -8.9),
             (1.5, -10.3, 7.1, -13.0, -10.8, -9.7), (2.2, -10.9, 7.9, -15.2, -13.4, -12.0),
             (2.3, -10.9, 8.0, -16.0, -14.2, -12.9), (4.2, -12.2, 13.0, -19.3, -17.2, -15.6),
             (6.2, -13.4, 18.8, -23.0, -20.3, -19.0), (7.8, -14.0, 22.0, -28.0, -25.5, -24.0),
             (8.6, -14.2, 23.0, -36.0, -34.0, -34.0), (9.0, -14.2, 23.4, -50.0, -50.0, -50.0)],
    'scoop': [(2.0, -9.9, 7.6, -18.8, -14.6, -12.4), (2.4, -10.2, 7.9, -18.5, -14.3, -12.2),
              (2.9, -10.6, 8.6, -19.2, -15.2, -12.9), (4.3, -12.0, 12.2, -20.8, -17.2, -15.5),
              (6.0, -13.2, 17.0, -23.5, -20.2, -19.0), (7.6, -13.8, 19.8, -28.0, -25.5, -24.0),
              (8.6, -14.0, 20.8, -36.0, -34.0, -34.0), (9.0, -14.0, 21.2, -50.0, -50.0, -50.0)],
}


def garment(kind, width=1.0):
    n = 120
    a = np.linspace(0, 2 * math.pi, n, endpoint=False)
    v = []
    for front, back, half, yf, ys, yb in GARMENTS[kind]:
        c = np.cos(a)
        s = np.sin(a)
        k = half * (1 + (width - 1) * min(1, half / 15))
        z = np.where(c > 0, -4.2 + (front + 4.2) * np.abs(c) ** .9, -4.2 + (back + 4.2) * np.abs(c) ** .9)
        y = np.where(c > 0, ys + (yf - ys) * np.abs(c) ** 1.6, ys + (yb - ys) * np.abs(c) ** 1.6)
        x = k * np.sign(s) * np.abs(s) ** .82
        v.append(np.stack([x, y + NECK_RAISE, z], 1))
    return np.concatenate(v), grid_faces(len(GARMENTS[kind]), n)
