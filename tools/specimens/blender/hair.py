"""Strands: scalp hair, brows, lashes and beards as polylines, grown on the shaped head at rest."""

import numpy as np

from detail import beard_mask, noise
from head import EYE_L, EYE_R, smooth

# The hairline: height (y) by azimuth about the head's vertical axis, 0 = front, 180 = nape.
HAIRLINE = [(0, 8.0), (18, 8.0), (32, 7.5), (44, 6.6), (54, 5.4), (62, 4.2), (70, 3.0), (76, 1.4), (84, .2), (90, .9),
            (104, 2.4), (116, -.6), (128, -4.6), (145, -6.6), (180, -7.2)]


def scalp_mask(rest, style):
    x, y, z = np.abs(rest[:, 0]), rest[:, 1], rest[:, 2]
    az = np.degrees(np.arctan2(x, z + 4.6))
    line = np.interp(az, *zip(*HAIRLINE))
    line = line + style.get('front', 0) * np.exp(-(az / 30) ** 2)
    line = line + style.get('temples', 0) * np.exp(-((az - 38) / 13) ** 2)
    line = line + style.get('nape', 0) * smooth(120, 140, az)
    line = line + .28 * noise(rest, .9, 31) + .15 * noise(rest, .4, 32)
    m = smooth(-.15, style.get('soft', .9), y - line)
    ear = np.exp(-(((y - .3) / 2.6) ** 2 + ((z + 4.3) / 1.5) ** 2) ** 2) * (x > 5.5)
    m = m * (1 - ear)
    if style.get('crown', 0):  # thinning on top
        m = m * (1 - style['crown'] * np.exp(-(((x) / 4.2) ** 2 + ((z + 4.5 - style.get('crownZ', 0)) / 5.2) ** 2)) * (y > 6))
    return m


def _areas(v, f):
    a, b, c, d = (v[f[:, k]] for k in range(4))
    return .5 * np.linalg.norm(np.cross(c - a, d - b), axis=1)


def roots(v, normals, rest, f, mask, count, rng):
    """`count` points on the surface with density `mask`, their normals and rest positions."""
    w = _areas(v, f) * mask[f].mean(1)
    pick = rng.choice(len(f), count, p=w / w.sum())
    s, t = rng.random((2, count, 1))
    q = f[pick]
    mix = lambda arr: ((arr[q[:, 0]] * (1 - s) + arr[q[:, 1]] * s) * (1 - t) + (arr[q[:, 3]] * (1 - s) + arr[q[:, 2]] * s) * t)
    n = mix(normals)
    return mix(v), n / np.linalg.norm(n, axis=1, keepdims=True), mix(rest)


def _unit(a):
    return a / np.maximum(np.linalg.norm(a, axis=1, keepdims=True), 1e-6)


def _tangent(field, n):
    return _unit(field - (field * n).sum(1, keepdims=True) * n)


def flow(style, p, rest):
    """The way the hair is combed at points p."""
    kind = style['flow']
    x, y, z = p.T
    zero = np.zeros_like(x)
    if kind == 'back':
        return np.stack([x * .05, -.15 - .05 * (z < -9), -np.ones_like(x)], 1)
    if kind == 'side':  # parted on the wearer's left, short sides down
        part = style.get('part', 2.6)
        sweep = np.where(x < part, -1.0, .7)
        top = smooth(7.0, 10.0, y)[:, None]
        over = np.stack([sweep, zero + .05, style.get('forward', -.35) + zero], 1)
        sides = np.stack([zero, -np.ones_like(x), zero - .45], 1)
        return over * top + sides * (1 - top)
    if kind == 'forward':
        top = smooth(6.5, 10.0, y)[:, None]
        over = np.stack([x * .06 + .25, zero, np.ones_like(x)], 1)
        sides = np.stack([zero, -np.ones_like(x), zero - .25], 1)
        return over * top + sides * (1 - top)
    if kind == 'part':  # long, parted in the middle (or beside it), falling
        part = style.get('part', 0)
        sweep = np.tanh((x - part) / .5)
        top = smooth(8.5, 11.5, y)[:, None]
        over = np.stack([sweep, zero - .1, zero - .12], 1)
        fall = np.stack([sweep * .05, -np.ones_like(x), np.where(z > -3, -.55, -.05) + zero], 1)
        return over * top + fall * (1 - top)
    if kind == 'bun':
        target = np.array(style.get('target', [0, 3.5, -15.5]))
        return target - p
    if kind == 'up':
        return np.stack([x * .4, np.ones_like(x), zero + .2], 1)
    raise ValueError(kind)


def grow(bvh, p0, n0, r0, style, rng):
    """Strands [count, points, 3] from roots p0 with normals n0."""
    count = len(p0)
    k = style.get('points', 12)
    length = style['length'] * (1 + style.get('lengthVary', .15) * rng.standard_normal(count)).clip(.4, 1.6)
    if 'sideLength' in style:
        up = smooth(4.5, 8.5, r0[:, 1])
        length = length * (style['sideLength'] / style['length'] * (1 - up) + up)
    if 'frontLength' in style:
        fr = smooth(-1, 3, r0[:, 2]) * smooth(5.5, 7.5, r0[:, 1])
        length = length * (1 - fr + fr * style['frontLength'] / style['length'])
    step = (length / (k - 1))[:, None]
    lift = style.get('lift', .4)
    f0 = _tangent(flow(style, p0, r0), n0)
    wild = np.stack([noise(r0, style.get('wildScale', 1.2), s) for s in (41, 42, 43)], 1)
    d = _unit(n0 * lift + f0 * (1 - lift) + wild * style.get('wild', .25) + rng.standard_normal((count, 3)) * style.get('frizz', .08))
    layer = rng.random(count) ** 1.3 * style.get('volume', .6) + .06
    pts = [p0 - n0 * .08, p0]
    p = p0.copy()
    gravity = np.array([0, -1.0, 0]) * style.get('gravity', .1)
    follow = style.get('follow', .5)
    for j in range(2, k):
        p = p + d * step
        nn = np.empty_like(p)
        co = np.empty_like(p)
        find = bvh.find_nearest
        for i, q in enumerate(p.tolist()):
            co[i], nn[i] = find(q)[:2]
        out = ((p - co) * nn).sum(1)
        p = p + nn * np.maximum(0, layer * min(1, j / 4) - out)[:, None]
        t = _tangent(flow(style, p, r0), nn) if style.get('hug', 1) else _unit(flow(style, p, r0))
        d = _unit(d * (1 - follow) + t * follow + gravity + rng.standard_normal((count, 3)) * style.get('frizz', .08) * .5)
        pts.append(p.copy())
    s = dress(np.stack(pts, 1), r0, style, rng)
    # none hangs over the face
    x, y, z = np.abs(s[..., 0]), s[..., 1], s[..., 2]
    over = (x < np.interp(y, [-12, -5, 2, 6, 7], [3.5, 5.2, 6.6, 6.0, 3.5])) & (y < style.get('fringe', 7.0)) & (z > .5) & (y > -12)
    return s[~over.any(1)]


def dress(s, r0, style, rng):
    """Clumps strands together and curls them."""
    count, k, _ = s.shape
    t = np.linspace(0, 1, k)
    groups = style.get('clumps', 0)
    if groups:
        guides = rng.choice(count, min(groups, count), replace=False)
        nearest = np.empty(count, int)
        for a in range(0, count, 2000):
            d = ((s[a:a + 2000, None, 1] - s[None, guides, 1]) ** 2).sum(2)
            nearest[a:a + 2000] = d.argmin(1)
        g = s[guides][nearest]
        w = (style.get('clump', .5) * t ** style.get('clumpShape', 1.2))[None, :, None]
        w = w * (.55 + .45 * rng.random((count, 1, 1)))
        s = s * (1 - w) + g * w
        phase = (guides[nearest] * 2.399) % 6.283 + rng.standard_normal(count) * style.get('curlVary', .35)
    else:
        phase = rng.random(count) * 6.283
    curl = style.get('curl', 0)
    if curl:
        turns = style.get('turns', 2.5)
        a = phase[:, None] + t[None] * turns * 6.283
        d = np.gradient(s, axis=1)
        d /= np.maximum(np.linalg.norm(d, axis=2, keepdims=True), 1e-6)
        ref = np.where(np.abs(d[..., 1:2]) > .8, np.array([1.0, 0, 0]), np.array([0, 1.0, 0]))
        u = np.cross(d, ref)
        u /= np.maximum(np.linalg.norm(u, axis=2, keepdims=True), 1e-6)
        w = np.cross(d, u)
        amp = (curl * np.minimum(1, t * 2.5))[None, :, None]
        s = s + amp * (u * np.cos(a)[..., None] + w * np.sin(a)[..., None])
    return s


def scalp(bvh, v, normals, rest, f, style, seed):
    rng = np.random.default_rng(seed)
    p, n, r = roots(v, normals, rest, f, scalp_mask(rest, style), style['count'], rng)
    return grow(bvh, p, n, r, style, rng)


BROW_TOP = [(1.05, 4.72), (1.5, 4.95), (2.76, 5.15), (3.99, 5.12), (4.99, 4.78), (5.75, 4.2)]
BROW_LOW = [(1.05, 4.1), (1.5, 4.15), (2.7, 4.4), (3.8, 4.52), (4.8, 4.38), (5.8, 4.05)]


def brows(v, normals, rest, f, style, seed):
    """Short hairs between two lines, up at the nose and lying down outwards."""
    rng = np.random.default_rng(seed)
    x, y = np.abs(rest[:, 0]), rest[:, 1]
    top = np.interp(x, *zip(*BROW_TOP)) + style.get('rise', 0) * np.interp(x, [1, 3.8, 5.8], [0, .25, .1])
    low = np.interp(x, *zip(*BROW_LOW)) + style.get('rise', 0) * np.interp(x, [1, 3.8, 5.8], [0, .25, .1])
    mid = (top + low) / 2
    half = (top - low) / 2 * style.get('thick', 1)
    m = (1 - smooth(.45, 1.1, np.abs(y - mid) / half)) * smooth(1.0, 1.8, x) * smooth(5.95, 5.3, x) * (rest[:, 2] > 1)
    m = m * (1 - .45 * smooth(2.2, 1.0, x))
    p, n, r = roots(v, normals, rest, f, m, style.get('count', 900), rng)
    side = np.sign(r[:, 0:1])
    ax = np.abs(r[:, 0])
    rel = (r[:, 1] - np.interp(ax, *zip(*BROW_TOP)) * .5 - np.interp(ax, *zip(*BROW_LOW)) * .5)
    up = np.interp(ax, [1.1, 2.0, 3.5, 5.8], [1.3, .75, .3, -.45]) - rel * np.interp(ax, [1.1, 2.2, 5.8], [.2, 1.1, .8])
    d = _unit(_tangent(np.concatenate([side * (.35 + .65 * smooth(1.1, 2.2, ax))[:, None], up[:, None], np.zeros((len(p), 1))], 1), n) + n * .16
              + rng.standard_normal((len(p), 3)) * .10)
    length = (style.get('length', .75) * (.6 + .5 * rng.random(len(p))))[:, None]
    k = 5
    return np.stack([p + (d + np.array([0, -.16, 0]) * t - n * .22 * t) * length * t for t in np.linspace(0, 1, k)], 1)


def lashes(low_poly, centres, style, seed):
    """Lashes along the lids of the (coarse) head; returns strands."""
    rng = np.random.default_rng(seed)
    out = []
    for loop, sign in ((EYE_R, -1), (EYE_L, 1)):
        pts = low_poly[loop]
        for part, count, length, lift in ((pts[0:9], style.get('upper', 70), style.get('length', .62), .95),
                                          (np.concatenate([pts[8:], pts[:1]]), style.get('lower', 36), .26, -.7)):
            t = np.sort(rng.random(count)) * (len(part) - 1)
            i = np.minimum(t.astype(int), len(part) - 2)
            s = (t - i)[:, None]
            p = part[i] * (1 - s) + part[i + 1] * s
            # lids are finer than their coarse polygon: round them towards the subdivided surface
            across = (p[:, 0] - centres[sign][0]) * sign
            reach = np.clip(1 - np.abs(across + .1) / 2.4, .3, 1)[:, None]
            if lift < 0:
                across_mask = across > -.7
                p, across, reach = p[across_mask], across[across_mask], reach[across_mask]
            d = np.stack([sign * (across * .35 + .12), np.full(len(p), lift * .35), np.full(len(p), 1.0)], 1)
            d = _unit(d + rng.standard_normal(d.shape) * .10)
            ln = length * reach * (.7 + .5 * rng.random((len(p), 1)))
            k = 6
            out.append(np.stack([p + [0, 0, .02] + d * ln * u + np.array([0, lift * .9, -.25]) * ln * u * u for u in np.linspace(0, 1, k)], 1))
    return out


def beard(bvh, v, normals, rest, f, style, seed):
    rng = np.random.default_rng(seed)
    p, n, r = roots(v, normals, rest, f, beard_mask(rest), style['count'], rng)
    side = np.sign(r[:, 0])
    moustache = (r[:, 1] > -4.2) & (r[:, 2] > 3.5)
    fx = np.where(moustache, side * .9, side * .12)
    fy = np.where(moustache, -.7, -1.0)
    d0 = _tangent(np.stack([fx, fy, np.zeros(len(p))], 1), n)
    lift = style.get('lift', .4)
    d = _unit(d0 * (1 - lift) + n * lift + rng.standard_normal(d0.shape) * style.get('frizz', .15))
    length = style['length'] * (.6 + .6 * rng.random(len(p)))
    length = np.where(moustache, np.minimum(length, .7), length)
    chin = smooth(-6, -9, r[:, 1]) * smooth(0, 3, r[:, 2])
    length = (length * (1 + style.get('chin', .5) * chin))[:, None]
    k = style.get('points', 6)
    s = np.stack([p - n * .04 + (d * t + d0 * .18 * t * t - n * .12 * t * t) * length for t in np.linspace(0, 1, k)], 1)
    return dress(s, r, style, rng)
