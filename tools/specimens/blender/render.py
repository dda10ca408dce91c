"""blender -b -P render.py -- job.json : renders every shot of every person in the job.

The job: {face: {v, f}, people: [{id, look, shots: [{file, width, height, samples, pose, light, camera}]}]}.
"""

import json
import math
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bmesh
import bpy
import numpy as np
from mathutils import Euler, Matrix
from mathutils.bvhtree import BVHTree

import detail
import hair
import head
import parts
import scene

LEVEL = 3


def quads_of(v, faces):
    """The canonical triangles joined to quads, all facing outwards."""
    me = bpy.data.meshes.new('triangles')
    me.from_pydata(v.tolist(), [], faces)
    bm = bmesh.new()
    bm.from_mesh(me)
    bmesh.ops.join_triangles(bm, faces=bm.faces[:], angle_face_threshold=3.1, angle_shape_threshold=3.1)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces[:])
    quads = [tuple(q.index for q in p.verts) for p in bm.faces]
    bm.free()
    bpy.data.meshes.remove(me)
    return quads


def subdivide(v, quads, level=LEVEL):
    """Catmull-Clark by Blender: fine points and fine quads, in the same order for the same `quads`."""
    me = bpy.data.meshes.new('coarse')
    me.from_pydata(v.tolist(), [], quads)
    me.update()
    ob = bpy.data.objects.new('coarse', me)
    bpy.context.collection.objects.link(ob)
    m = ob.modifiers.new('s', 'SUBSURF')
    m.levels = m.render_levels = level
    m.uv_smooth = 'NONE'
    fine = ob.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    out = np.empty(len(fine.vertices) * 3, np.float32)
    fine.vertices.foreach_get('co', out)
    f = np.empty(len(fine.loops), np.int32)
    fine.loops.foreach_get('vertex_index', f)
    bpy.data.objects.remove(ob)
    return out.reshape(-1, 3).astype(float), f.reshape(-1, 4)


def normals_of(v, f):
    n = np.zeros_like(v)
    a, b, c, d = (v[f[:, k]] for k in range(4))
    face = np.cross(c - a, d - b)
    for k in range(4):
        np.add.at(n, f[:, k], face)
    return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)


class Person:
    """A head at rest with everything grown on it; `pose` gives the arrays of one moment."""

    def __init__(self, face, look, seed):
        self.look, self.seed = look, seed
        v, faces = head.base_mesh(face)
        self.neutral = head.close_mouth(v)
        self.quads = quads_of(self.neutral, faces)
        detail.set_lip_outline(self.neutral)
        self.rest, self.f = subdivide(self.neutral, self.quads)
        self.ear_rest, self.ear_faces = parts.ear(look.get('earSize', 1), look.get('lobe', 1))
        v, nostril, coarse = self.form({})
        self.tone = detail.complexion(self.rest, look['skin'], nostril)
        if look.get('hair'):
            m = hair.scalp_mask(self.rest, look['hair'])[:, None] * look['hair'].get('scalpTint', .55)
            self.tone = self.tone * (1 - m) + np.array(look['hair'].get('scalp', [.1, .07, .05])) * m
        ears = np.concatenate([self.ear_rest, self.ear_rest * [-1, 1, 1]])
        self.ear_tone = detail.complexion(ears, look['skin'], np.zeros(len(ears)))
        n = normals_of(v, self.f)
        garment, garment_faces = parts.garment(look['garment']['kind'], look['garment'].get('width', 1))
        self.garment = (garment, garment_faces)
        ear_v = head.shape(ears, look['shape'])
        k = len(self.ear_rest)
        skull, skull_f = subdivide(coarse, self.quads, 2)
        a, b = len(skull), len(skull) + len(garment)
        solid_f = (skull_f.tolist() + [tuple(i + a for i in q) for q in garment_faces]
                   + [tuple(i + b for i in q) for q in self.ear_faces]
                   + [tuple(i + b + k for i in q[::-1]) for q in self.ear_faces])
        bvh = BVHTree.FromPolygons(np.concatenate([skull, garment, ear_v]).tolist(), solid_f)
        self.strands = []
        for n_, style in enumerate([look['hair'], *look.get('hairMore', [])] if look.get('hair') else []):
            self.strands.append((hair.scalp(bvh, v, n, self.rest, self.f, style, seed + n_), style.get('radius', .009), 'hair'))
        if look.get('beard'):
            b = look['beard']
            self.strands.append((hair.beard(bvh, v, n, self.rest, self.f, b, seed + 20), b.get('radius', .009), 'beard'))
        self.brow_seed = seed + 30

    def form(self, pose):
        """The shaped head at full resolution, before it turns."""
        s = dict(self.look['shape'])
        for key, amount in pose.get('shape', {}).items():
            s[key] = s.get(key, 0) + amount
        coarse = head.shape(self.neutral, s)
        move = head.shape(np.stack([head.EYE_CENTRE * [-1, 1, 1], head.EYE_CENTRE]), {k: s[k] for k in s if k in
                          ('faceWidth', 'eyeSpacing', 'asymmetry', 'templeWidth')})
        depth = np.array([0, 0, -.3 * s.get('eyeDeep', 0)])
        self.centres = {-1: move[0] + depth, 1: move[1] + depth}
        openness = self.look.get('lids', [1.45, 1.25])
        blink = pose.get('blink', 0)
        coarse = head.set_lids(coarse, self.centres, openness[0] * (1 - blink) - .9 * blink, openness[1] * (1 - .3 * blink))
        v, f = subdivide(coarse, self.quads)
        v, nostril = detail.displace(v, normals_of(v, f), self.rest, self.look.get('age', .2), max(0, s.get('smile', 0)))
        return v, nostril, coarse

    def turn(self, p, pose):
        """Yaw, pitch and roll in degrees about the neck; the shoulders stay, and sway a little."""
        yaw, pitch, roll = (math.radians(pose.get(k, 0)) for k in ('yaw', 'pitch', 'roll'))
        sway = np.array(pose.get('sway', [0, 0, 0]), float)
        shape = p.shape
        q = p.reshape(-1, 3)
        w = head.smooth(-17, -7.5, q[:, 1])
        w = np.where((q[:, 1] < -7.5) & (q[:, 2] > 0), np.maximum(w, head.smooth(-12, -9, q[:, 1])), w)
        pivot = np.array([0, -6.5, -5.5])
        out = np.empty_like(q)
        r = np.array(Euler((pitch, yaw, roll), 'XYZ').to_matrix())
        full = (q - pivot) @ r.T + pivot
        out[:] = q + (full - q) * w[:, None]
        return (out + sway).reshape(shape)

    def place(self, pose, subsurface=True):
        look = self.look
        skin = scene.skin(look['skin'].get('surface', {}), subsurface)
        v, _, coarse = self.form(pose)
        n = normals_of(v, self.f)
        scene.mesh('head', self.turn(v, pose), self.f, self.tone, skin, self.rest)
        ears = np.concatenate([self.ear_rest, self.ear_rest * [-1, 1, 1]])
        k = len(self.ear_rest)
        ef = self.ear_faces + [tuple(i + k for i in q[::-1]) for q in self.ear_faces]
        if not look.get('earsHidden'):
            scene.mesh('ears', self.turn(head.shape(ears, look['shape']), pose), ef, self.ear_tone, skin, ears)
        ev, ef = parts.eyeball(head.EYE_RADIUS)
        iris = scene.eye(look['iris'])
        gaze = pose.get('gaze', [0, 0])
        for sign in (-1, 1):
            r = np.array(Euler((math.radians(-gaze[1]), math.radians(gaze[0] - sign * 1.2), 0), 'XYZ').to_matrix())
            ob = scene.mesh('eye', ev, ef, None, iris)
            # the object keeps its own coordinates (the iris is painted in them): place it by its frame
            # a closed lid is flat where the eyeball bulges: it sinks a little, or it would show through
            centre = self.centres[sign] - np.array([0, 0, .55 * pose.get('blink', 0)])
            a = self.turn(np.array([centre, centre + [1, 0, 0], centre + [0, 1, 0], centre + [0, 0, 1]]), pose)
            m = np.eye(4)
            m[:3, :3] = (a[1:] - a[0]).T @ r
            m[:3, 3] = a[0]
            ob.matrix_world = Matrix(m.tolist())
        own = look['hairColour']
        materials = {'lash': scene.hair([.012, .009, .008])}
        for kind in ('hair', 'beard', 'brow'):
            materials[kind] = scene.hair(**{**own, **look.get(f'{kind}Colour', {})})
        for s, radius, kind in self.strands:
            scene.strands(kind, self.turn(s, pose), radius, materials[kind])
        b = hair.brows(v, n, self.rest, self.f, look['brow'], self.brow_seed)
        scene.strands('brow', self.turn(b, pose), look['brow'].get('radius', .011), materials['brow'])
        for part in hair.lashes(self.lid_lines(v), self.centres, look.get('lash', {}), self.brow_seed + 1):
            scene.strands('lash', self.turn(part, pose), look.get('lash', {}).get('radius', .010), materials['lash'])
        g, gf = self.garment
        sway = np.array(pose.get('sway', [0, 0, 0]), float)
        ob = scene.mesh('garment', g + sway, gf, None, scene.cloth(look['garment']['colour'], look['garment'].get('weave', 14)))
        m = ob.modifiers.new('s', 'SUBSURF')
        m.levels = m.render_levels = 2
        m = ob.modifiers.new('t', 'SOLIDIFY')
        m.thickness, m.offset = .22, 1

    def lid_lines(self, v):
        """The coarse head with its lid rims moved onto the subdivided surface (Blender keeps coarse points first)."""
        return v[:len(self.neutral)]


def main():
    job = json.load(open(sys.argv[sys.argv.index('--') + 1]))
    for person in job['people']:
        made = None
        for shot in person['shots']:
            if os.path.exists(shot['file']):
                continue
            scene.reset(shot['width'], shot['height'], shot['samples'], person['seed'])
            if made is None:
                made = Person(job['face'], person['look'], person['seed'])
            made.place(shot['pose'], shot.get('subsurface', True))
            scene.lights(shot['light'])
            scene.camera(shot['camera'])
            bpy.context.scene.render.filepath = shot['file']
            bpy.ops.render.render(write_still=True)
            print('shot', person['id'], shot['file'], flush=True)


main()
