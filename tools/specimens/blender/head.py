"""The parametric head: a face mesh of 468 points, lofted to a skull and a neck, then shaped per person.

Units are centimetres in the space of MediaPipe's canonical face: x to the viewer's right, y up, z to the camera.
"""

import math

import numpy as np

OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
        148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
EYE_R = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7]
EYE_L = [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249]
LIPS_IN = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95]
LIPS_OUT = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146]
EYE_CENTRE = np.array([3.12, 2.62, 2.72])
EYE_RADIUS = 1.2
# The loft's neck is drawn long, so that it bends well; shoulders are raised by this.
NECK_RAISE = 1.8

# Where the loft passes behind the face's rim: per rim position (index into half of OVAL) its points from rim to chest.
PATHS = {
    0: [(0, 10.4, 3.2), (0, 12.3, .4), (0, 13, -3.6), (0, 11.9, -8.4), (0, 8.3, -12.2), (0, 3, -13.6),
        (0, -2.6, -12.2), (0, -6.5, -10), (0, -11, -9.4), (0, -16, -10.3), (0, -22, -12.5)],
    3: [(5.2, 9.2, 1.6), (5.3, 10.8, -.6), (5.3, 11.2, -4), (5.2, 10, -8.2), (4.9, 6.8, -11.2), (4.6, 2.2, -12.1),
        (4.4, -2.4, -10.9), (4.2, -6.5, -9.3), (4.2, -11, -8.8), (5, -16, -9.6), (7, -21, -12)],
    6: [(7.5, 5, -2.2), (7.75, 5.8, -3.4), (7.8, 5.8, -5.2), (7.6, 5, -7.4), (7.1, 3.2, -9.2), (6.5, .3, -9.8),
        (6, -3, -9.2), (5.6, -6.8, -8), (5.6, -11, -7.4), (6.8, -16, -8), (11, -20.5, -9.5)],
    8: [(7.6, .6, -3.2), (7.6, .6, -4.2), (7.5, .3, -5.4), (7.3, -.3, -6.6), (7, -1.2, -7.6), (6.6, -2.6, -8),
        (6.2, -4.8, -7.6), (5.9, -7.8, -6.6), (5.9, -11.4, -6), (7.2, -16, -6.4), (12.5, -20.5, -6.5)],
    11: [(6.75, -4.9, -2.6), (6.65, -5.1, -3.4), (6.5, -5.3, -4.2), (6.3, -5.6, -4.9), (6.15, -6.1, -5.3),
         (6, -6.9, -5.4), (5.85, -8, -5.1), (5.8, -9.6, -4.7), (5.8, -12, -4.2), (7, -16, -4.4), (11.5, -21, -3.5)],
    13: [(5.1, -7.5, 0), (5.1, -7.8, -.7), (5.1, -8.1, -1.4), (5.1, -8.4, -2), (5.15, -8.8, -2.4), (5.2, -9.3, -2.6),
         (5.2, -10, -2.6), (5.2, -11.2, -2.5), (5.2, -13, -2.4), (6, -16.5, -2.2), (9, -22, -.5)],
    15: [(3.2, -8.9, 2.1), (3.2, -9.2, 1.3), (3.25, -9.45, .5), (3.3, -9.7, -.2), (3.4, -10, -.7), (3.5, -10.4, -1),
         (3.6, -11, -1.1), (3.7, -12, -1.1), (3.7, -13.6, -1.1), (4, -16.8, -.8), (5.5, -22.5, 1.2)],
    18: [(0, -9.9, 3.6), (0, -10.1, 2.7), (0, -10.2, 1.8), (0, -10.3, .9), (0, -10.5, .2), (0, -10.9, -.2),
         (0, -11.5, -.35), (0, -12.5, -.4), (0, -14, -.5), (0, -17, -.1), (0, -23, 1.8)],
}


def smooth(edge0, edge1, x):
    t = np.clip((x - edge0) / (edge1 - edge0), 0, 1)
    return t * t * (3 - 2 * t)


def _around(knots, values, at):
    """Periodic Catmull-Rom through `values` at `knots`, read at `at` (period 36)."""
    k = np.concatenate([knots[-2:] - 36, knots, knots[:2] + 36])
    v = np.concatenate([values[-2:], values, values[:2]])
    out = np.empty((len(at), v.shape[1]))
    for n, t in enumerate(at):
        i = int(np.searchsorted(k, t, side='right')) - 1
        i = min(max(i, 1), len(k) - 3)
        h = k[i + 1] - k[i]
        s = (t - k[i]) / h
        m0 = (v[i + 1] - v[i - 1]) / (k[i + 1] - k[i - 1]) * h
        m1 = (v[i + 2] - v[i]) / (k[i + 2] - k[i]) * h
        out[n] = ((2 * s**3 - 3 * s**2 + 1) * v[i] + (s**3 - 2 * s**2 + s) * m0
                  + (-2 * s**3 + 3 * s**2) * v[i + 1] + (s**3 - s**2) * m1)
    return out


def _ring(column):
    half = sorted(PATHS)
    knots = half + [36 - i for i in reversed(half) if i not in (0, 18)]
    points = [PATHS[i][column] for i in half]
    points += [(-x, y, z) for (x, y, z) in (PATHS[i][column] for i in reversed(half) if i not in (0, 18))]
    return _around(np.array(knots, float), np.array(points, float), np.arange(36, dtype=float))


def base_mesh(face):
    """Vertices and faces of the neutral head; `face` is {v, f} of the canonical mesh."""
    v = [np.array(face['v'], float)]
    f = face['f']
    eyes, mouth = set(EYE_R), set(LIPS_IN)
    left = set(EYE_L)
    faces = []
    for i in range(0, len(f), 3):
        t = f[i:i + 3]
        if not (set(t) <= eyes or set(t) <= left or set(t) <= mouth):
            faces.append(tuple(t))
    # The loft: eleven rings from the rim over skull and jaw to the chest; the rim's own shape fades out along it.
    rim = v[0][OVAL]
    previous = list(OVAL)
    n = 468
    rings = len(PATHS[0])
    for c in range(rings):
        ring = _ring(c)
        ids = list(range(n, n + 36))
        v.append(ring)
        n += 36
        for i in range(36):
            j = (i + 1) % 36
            faces.append((previous[j], previous[i], ids[i], ids[j]))
        previous = ids
    # Lids and lips have thickness: their inner rims are drawn inwards.
    verts = np.concatenate(v)
    for loop, sign in ((EYE_R, -1), (EYE_L, 1)):
        centre = EYE_CENTRE * [sign, 1, 1]
        for depth in (.3, 1.0):
            ids = list(range(n, n + 16))
            inner = verts[loop] + [0, 0, -depth]
            inner[:, :2] = centre[:2] + (inner[:, :2] - centre[:2]) * (1.0 if depth < .5 else .9)
            verts = np.concatenate([verts, inner])
            source = loop if depth < .5 else list(range(n - 16, n))
            for i in range(16):
                j = (i + 1) % 16
                q = (source[i], source[j], ids[j], ids[i])
                faces.append(q if sign > 0 else q[::-1])
            n += 16
    ids = list(range(n, n + 20))
    inner = verts[LIPS_IN] + [0, 0, -.9]
    verts = np.concatenate([verts, inner])
    for i in range(20):
        j = (i + 1) % 20
        faces.append((LIPS_IN[j], LIPS_IN[i], ids[i], ids[j]))
    return verts, faces


def close_mouth(v):
    """The canonical mouth is a little open: brings the inner lip lines together."""
    v = v.copy()
    n = len(v)
    up, low = LIPS_IN[1:10], LIPS_IN[19:10:-1]
    for k, (a, b) in enumerate(zip(up, low)):
        mid = (v[a] + v[b]) / 2
        gap = .02
        for idx, s in ((a, 1), (b, -1)):
            d = mid + [0, s * gap, 0.05] - v[idx]
            v[idx] += d
    tail = v[n - 20:]
    tail[:] = v[LIPS_IN] + [0, 0, -.9]
    tail[:, 1] = v[LIPS_IN][:, 1]
    up_out = [185, 40, 39, 37, 0, 267, 269, 270, 409]
    # the second row of each lip follows halfway, so the lips stay full
    for row, follow in (([183, 42, 41, 38, 12, 268, 271, 272, 407], up), ([96, 89, 179, 86, 15, 316, 403, 319, 325], low)):
        for a, b in zip(row, follow):
            v[a, 1] += (v[b, 1] + (.22 if follow is up else -.26) - v[a, 1]) * .5
    return v


def _bump(rest, centre, sigma):
    d = (rest - np.array(centre)) / np.array(sigma)
    return np.exp(-.5 * (d * d).sum(1))


def shape(rest, s):
    """Moves the neutral head's points by the person's shape numbers (each about -2..2, 0 = average)."""
    v = rest.copy()
    g = s.get

    def move(centre, sigma, delta):
        for sign in (1, -1):
            c = np.array(centre) * [sign, 1, 1]
            if sign < 0 and centre[0] == 0:
                break
            v[:] += _bump(rest, c, sigma)[:, None] * np.array(delta) * [sign, 1, 1]

    x, y, z = rest.T
    body = smooth(-14, -9, y)
    v[:, 0] *= 1 + .07 * g('faceWidth', 0) * body
    v[:, 0] *= 1 + .16 * g('jawWidth', 0) * smooth(-1, -6.5, y) * body * smooth(-7, -1, z)
    v[:, 0] *= 1 + .10 * g('templeWidth', 0) * smooth(2, 6, y)
    v[:, 0] *= 1 + .2 * g('neckWidth', 0) * smooth(-8.5, -12, y) * smooth(-21, -15, y)
    v[:, 2] += (.16 * g('neckWidth', 0) * (z + 5)) * smooth(-9.5, -12.5, y) * smooth(-21, -15, y)
    drop = smooth(-2.2, -9, y) * smooth(-16, -10, y)
    v[:, 1] -= 1.0 * g('faceLength', 0) * drop
    v[:, 1] += .9 * g('forehead', 0) * smooth(4, 9, y)
    move((0, -8.6, 4.9), (2.0, 1.6, 3), (0, -.5 * g('chinLength', 0), .6 * g('chinForward', 0)))
    move((1.5, -8.4, 4.6), (1.0, 1.3, 2), (.5 * g('chinWidth', 0), 0, 0))
    move((4.8, -3.0, 3.0), (1.7, 2.0, 2.5), (.5 * g('cheekFull', 0), 0, .45 * g('cheekFull', 0)))
    move((5.4, .6, 2.4), (1.6, 1.1, 2), (.35 * g('cheekbone', 0), 0, .4 * g('cheekbone', 0)))
    move((2.7, 4.3, 4.9), (1.9, .7, 2), (0, -.1 * g('browRidge', 0), .4 * g('browRidge', 0)))
    move((3.2, 4.7, 4.6), (2.2, .8, 2), (0, .5 * g('browHeight', 0), 0))
    move((0, 7, 5), (4, 2.2, 3), (0, 0, .5 * g('foreheadForward', 0)))
    # eyes
    eye = lambda w: np.array([w, w * .8, 3])
    k = .18 * g('eyeSize', 0)
    for sign in (1, -1):
        c = EYE_CENTRE * [sign, 1, 1]
        w = _bump(rest, c, eye(1.35)) * smooth(1.5, 3, z)
        v[:, :2] += w[:, None] * k * (rest[:, :2] - c[:2])
        v[:, 0] += w * sign * .28 * g('eyeSpacing', 0)
        v[:, 1] += w * .28 * g('eyeTilt', 0) * (sign * (x - c[0])) * .55
        hood = _bump(rest, c + [0, .75, 1.4], (1.5, .38, 1.2))
        v[:, 1] -= hood * .34 * g('eyeHood', 0)
        v[:, 2] += hood * .18 * g('eyeHood', 0)
        v[:, 2] -= w * .3 * g('eyeDeep', 0)
    # nose
    nose = _bump(rest, (0, -.6, 6.2), (2.0, 1.8, 2.2))
    move((1.6, -1.15, 5.2), (.75, .75, 1.1), (.42 * g('noseWidth', 0), 0, 0))
    move((0, 2.2, 5.8), (.9, 1.8, 1.5), (0, 0, .55 * g('noseBridge', 0)))
    move((0, .9, 6.8), (.7, .9, 1), (0, 0, .35 * g('noseHump', 0)))
    move((.9, 1.8, 5.4), (.6, 1.8, 1.2), (.18 * g('noseBridgeWidth', 0), 0, 0))
    move((0, -.7, 7.2), (1.1, .9, 1.4), (0, .4 * g('noseUp', 0), .5 * g('noseTip', 0)))
    v[:, 1] -= nose * .55 * g('noseLength', 0)
    # mouth
    mouth = _bump(rest, (0, -4.3, 5), (2.6, 1.3, 2.6))
    v[:, 0] += mouth * x * .17 * g('mouthWidth', 0)
    v[:, 1] += mouth * .45 * g('mouthUp', 0)
    move((0, -3.55, 6.0), (1.5, .3, 1), (0, .2 * g('lipUpper', 0), .24 * g('lipUpper', 0)))
    move((0, -5.1, 5.7), (1.4, .4, 1), (0, -.24 * g('lipLower', 0), .22 * g('lipLower', 0)))
    move((2.45, -4.34, 4.3), (.85, .7, 1.2), (.16 * g('smile', 0), .42 * g('smile', 0), -.14 * g('smile', 0)))
    move((4.0, -1.6, 4.0), (1.2, 1.0, 2), (.1 * g('smile', 0), .12 * g('smile', 0), .22 * g('smile', 0)))
    v[:, 1] += NECK_RAISE * smooth(-9.8, -15, y)
    # no face is symmetric
    a = g('asymmetry', 0)
    if a:
        v[:, 0] += a * .12 * np.sin(y * .33 + 1.0) * body
        v[:, 1] += a * .10 * np.sin(x * .42) * smooth(-2, 3, z)
    return v


def set_lids(v, centres, upper, lower):
    """Moves the lids: `upper`/`lower` are the factors on each lid's height over the line between the corners."""
    v = v.copy()
    n = len(v)
    loops = {-1: (EYE_R, n - 20 - 64), 1: (EYE_L, n - 20 - 32)}
    for sign, (loop, start) in loops.items():
        c = centres[sign]
        a, b = v[loop[0]].copy(), v[loop[8]].copy()
        axis = b - a
        t = np.clip(((v - a) @ axis) / (axis @ axis), -.2, 1.2)
        line = a[1] + t * axis[1]
        lift = v[:, 1] - line
        mid = np.sin(np.pi * np.clip(t, 0, 1)) ** .6
        near = np.exp(-.5 * (lift / .55) ** 2) * mid * smooth(1.8, 2.8, v[:, 2]) * (np.abs(t - .5) < .7)
        v[:, 1] += near * lift * np.where(lift > 0, upper - 1, lower - 1)
        r = EYE_RADIUS + .06
        for i in np.nonzero((near > .15) & (np.abs(v[:, 0] - c[0]) < r))[0]:
            planar = math.hypot(v[i, 0] - c[0], v[i, 1] - c[1])
            if planar < r:
                want = c[2] + math.sqrt(r * r - planar * planar)
                if i in loop:
                    v[i, 2] = want
                else:
                    v[i, 2] = max(v[i, 2], want + .03)
        v[start:start + 16] = v[loop] + [0, 0, -.3]
        deep = v[loop] + [0, 0, -1.0]
        deep[:, :2] = c[:2] + (deep[:, :2] - c[:2]) * .92
        v[start + 16:start + 32] = deep
    return v
