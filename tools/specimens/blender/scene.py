"""Materials, light and camera in Blender's Cycles."""

import math

import bpy
import numpy as np
from mathutils import Matrix, Vector


def reset(width, height, samples, seed):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    sc = bpy.context.scene
    sc.render.engine = 'CYCLES'
    sc.cycles.device = 'CPU'
    sc.cycles.samples = samples
    sc.cycles.use_adaptive_sampling = False
    sc.cycles.use_denoising = False
    sc.cycles.seed = seed
    sc.cycles.max_bounces = 4
    sc.cycles.diffuse_bounces = 2
    sc.cycles.glossy_bounces = 2
    sc.cycles.transmission_bounces = 3
    sc.cycles.sample_clamp_indirect = 4
    sc.cycles.blur_glossy = 1
    sc.cycles.caustics_reflective = False
    sc.cycles.caustics_refractive = False
    sc.render.film_transparent = True
    sc.render.resolution_x, sc.render.resolution_y = width, height
    sc.render.image_settings.file_format = 'PNG'
    sc.render.image_settings.color_mode = 'RGBA'
    sc.view_settings.view_transform = 'Filmic'
    sc.view_settings.look = 'High Contrast'
    sc.render.filter_size = 1.3
    return sc


def mesh(name, v, f, colour=None, material=None, extra=None):
    me = bpy.data.meshes.new(name)
    me.from_pydata(v.tolist(), [], f.tolist() if isinstance(f, np.ndarray) else f)
    me.polygons.foreach_set('use_smooth', np.ones(len(me.polygons), bool))
    if colour is not None:
        a = me.color_attributes.new('tone', 'FLOAT_COLOR', 'POINT')
        a.data.foreach_set('color', np.concatenate([colour, np.ones((len(colour), 1))], 1).astype(np.float32).ravel())
    if extra is not None:
        a = me.attributes.new('rest', 'FLOAT_VECTOR', 'POINT')
        a.data.foreach_set('vector', extra.astype(np.float32).ravel())
    if material:
        me.materials.append(material)
    me.update()
    ob = bpy.data.objects.new(name, me)
    bpy.context.collection.objects.link(ob)
    return ob


def strands(name, s, radius, material):
    """Polylines [count, points, 3] as hair curves, thinner towards their tips."""
    count, k, _ = s.shape
    curve = bpy.data.curves.new(name, 'CURVE')
    curve.dimensions = '3D'
    homogeneous = np.concatenate([s, np.ones((count, k, 1))], 2).astype(np.float32).reshape(count, -1)
    taper = (radius * np.interp(np.linspace(0, 1, k), [0, .4, 1], [1, 1, .25])).astype(np.float32)
    for points in homogeneous:
        spline = curve.splines.new('POLY')
        spline.points.add(k - 1)
        spline.points.foreach_set('co', points)
        spline.points.foreach_set('radius', taper)
    ob = bpy.data.objects.new(name, curve)
    bpy.context.collection.objects.link(ob)
    bpy.ops.object.select_all(action='DESELECT')
    bpy.context.view_layer.objects.active = ob
    ob.select_set(True)
    bpy.ops.object.convert(target='CURVES')
    ob = bpy.context.view_layer.objects.active
    ob.data.materials.clear()
    ob.data.materials.append(material)
    return ob


def _material(name):
    m = bpy.data.materials.new(name)
    m.use_nodes = True
    t = m.node_tree
    return m, t, t.nodes['Principled BSDF'], t.links.new


def skin(settings, subsurface=True):
    m, t, p, link = _material('skin')
    n = t.nodes
    tone = n.new('ShaderNodeVertexColor')
    tone.layer_name = 'tone'
    rest = n.new('ShaderNodeAttribute')
    rest.attribute_name = 'rest'

    def cells(scale, detail, kind='ShaderNodeTexNoise'):
        x = n.new(kind)
        x.inputs['Scale'].default_value = scale
        if 'Detail' in x.inputs:
            x.inputs['Detail'].default_value = detail
        link(rest.outputs['Vector'], x.inputs['Vector'])
        return x

    speckle = cells(3.2, 6)
    ramp = n.new('ShaderNodeMapRange')
    ramp.inputs[3].default_value, ramp.inputs[4].default_value = 1 - settings.get('speckle', .16), 1 + settings.get('speckle', .16)
    link(speckle.outputs['Fac'], ramp.inputs[0])
    mul = n.new('ShaderNodeVectorMath')
    mul.operation = 'SCALE'
    link(tone.outputs['Color'], mul.inputs[0])
    link(ramp.outputs[0], mul.inputs['Scale'])
    colour = mul.outputs[0]
    if settings.get('freckles', 0):
        v = cells(2.6, 0, 'ShaderNodeTexVoronoi')
        big = cells(.55, 2)
        add = n.new('ShaderNodeMath')
        add.operation = 'SUBTRACT'
        link(v.outputs['Distance'], add.inputs[0])
        s = n.new('ShaderNodeMapRange')
        s.inputs[1].default_value, s.inputs[2].default_value = .4, .7
        s.inputs[3].default_value, s.inputs[4].default_value = -.12, .16
        link(big.outputs['Fac'], s.inputs[0])
        link(s.outputs[0], add.inputs[1])
        r2 = n.new('ShaderNodeMapRange')
        r2.inputs[1].default_value, r2.inputs[2].default_value = .02, .16
        r2.inputs[3].default_value, r2.inputs[4].default_value = settings['freckles'], 0
        link(add.outputs[0], r2.inputs[0])
        mix = n.new('ShaderNodeMixRGB')
        mix.inputs[2].default_value = (*settings['freckleColour'], 1)
        link(r2.outputs[0], mix.inputs[0])
        link(colour, mix.inputs[1])
        colour = mix.outputs[0]
    p.subsurface_method = 'BURLEY'
    link(colour, p.inputs['Base Color'])
    link(colour, p.inputs['Subsurface Color'])
    p.inputs['Subsurface'].default_value = settings.get('subsurface', .16) if subsurface else 0
    p.inputs['Subsurface Radius'].default_value = (.9, .34, .18)
    p.inputs['Specular'].default_value = settings.get('specular', .42)
    rough = cells(1.4, 3)
    rr = n.new('ShaderNodeMapRange')
    rr.inputs[3].default_value = settings.get('roughness', .46) - .1
    rr.inputs[4].default_value = settings.get('roughness', .46) + .1
    link(rough.outputs['Fac'], rr.inputs[0])
    link(rr.outputs[0], p.inputs['Roughness'])
    pores, fine = cells(9, 4), cells(4.2, 2, 'ShaderNodeTexVoronoi')
    b1, b2 = n.new('ShaderNodeBump'), n.new('ShaderNodeBump')
    b1.inputs['Strength'].default_value, b1.inputs['Distance'].default_value = settings.get('pores', .28), .06
    b2.inputs['Strength'].default_value, b2.inputs['Distance'].default_value = .1, .05
    link(pores.outputs['Fac'], b1.inputs['Height'])
    link(fine.outputs['Distance'], b2.inputs['Height'])
    link(b1.outputs[0], b2.inputs['Normal'])
    link(b2.outputs[0], p.inputs['Normal'])
    return m


def eye(iris, radius=.58):
    m, t, p, link = _material('eye')
    n = t.nodes
    co = n.new('ShaderNodeTexCoord')
    xyz = n.new('ShaderNodeSeparateXYZ')
    link(co.outputs['Object'], xyz.inputs[0])

    def math_(op, a, b=None):
        x = n.new('ShaderNodeMath')
        x.operation = op
        for k, val in enumerate((a, b)):
            if val is None:
                continue
            if isinstance(val, (int, float)):
                x.inputs[k].default_value = val
            else:
                link(val, x.inputs[k])
        return x.outputs[0]

    x2 = math_('MULTIPLY', xyz.outputs[0], xyz.outputs[0])
    y2 = math_('MULTIPLY', xyz.outputs[1], xyz.outputs[1])
    r = math_('SQRT', math_('ADD', x2, y2))
    angle = math_('ARCTAN2', xyz.outputs[1], xyz.outputs[0])
    fibre = n.new('ShaderNodeTexNoise')
    fibre.noise_dimensions = '2D'
    pair = n.new('ShaderNodeCombineXYZ')
    link(math_('MULTIPLY', angle, 7.0), pair.inputs[0])
    link(math_('MULTIPLY', r, 3.0), pair.inputs[1])
    fibre.inputs['Scale'].default_value = 1.6
    fibre.inputs['Detail'].default_value = 4
    link(pair.outputs[0], fibre.inputs['Vector'])
    wobble = math_('MULTIPLY', math_('SUBTRACT', fibre.outputs['Fac'], .5), .05)
    ramp = n.new('ShaderNodeValToRGB')
    e = ramp.color_ramp.elements
    white, dark = (.46, .41, .38, 1), tuple(c * .12 for c in iris) + (1,)
    inner = tuple(min(1, c * 1.25 + .012) for c in iris) + (1,)
    stops = [(.0, (.003, .003, .003, 1)), (.185, (.003, .003, .003, 1)), (.215, dark), (.27, inner), (.44, tuple(iris) + (1,)),
             (radius - .06, dark), (radius - .02, dark), (radius + .035, (.30, .26, .25, 1)), (.68, white), (1, (.42, .33, .30, 1))]
    e[0].position, e[0].color = stops[0]
    e[1].position, e[1].color = stops[-1]
    for pos, col in stops[1:-1]:
        q = e.new(pos)
        q.color = col
    link(math_('ADD', r, wobble), ramp.inputs[0])
    link(ramp.outputs[0], p.inputs['Base Color'])
    p.inputs['Roughness'].default_value = .5
    p.inputs['Specular'].default_value = .05
    p.inputs['Clearcoat'].default_value = .3
    p.inputs['Clearcoat Roughness'].default_value = .02
    return m


def hair(colour, grey=0.0, greyColour=(.40, .39, .375), roughness=.32, ior=1.5):
    """Hair of one colour (linear RGB), of which the share `grey` of the strands has turned."""
    m = bpy.data.materials.new('hair')
    m.use_nodes = True
    t = m.node_tree
    t.nodes.clear()
    n = t.nodes
    out, b, info = n.new('ShaderNodeOutputMaterial'), n.new('ShaderNodeBsdfHairPrincipled'), n.new('ShaderNodeHairInfo')
    b.parametrization = 'COLOR'
    b.inputs['Color'].default_value = (*colour, 1)
    b.inputs['Roughness'].default_value = roughness
    b.inputs['Radial Roughness'].default_value = .45
    b.inputs['Random Roughness'].default_value = .3
    b.inputs['IOR'].default_value = ior
    less, mix = n.new('ShaderNodeMath'), n.new('ShaderNodeMixRGB')
    less.operation = 'LESS_THAN'
    less.inputs[1].default_value = grey
    mix.inputs[1].default_value, mix.inputs[2].default_value = (*colour, 1), (*greyColour, 1)
    t.links.new(info.outputs['Random'], less.inputs[0])
    t.links.new(less.outputs[0], mix.inputs[0])
    t.links.new(mix.outputs[0], b.inputs['Color'])
    t.links.new(b.outputs[0], out.inputs[0])
    return m


def cloth(colour, weave=14.0):
    m, t, p, link = _material('cloth')
    n = t.nodes
    co = n.new('ShaderNodeTexCoord')
    w = n.new('ShaderNodeTexWave')
    w.inputs['Scale'].default_value = weave * .12
    w.inputs['Distortion'].default_value = 1.2
    w.inputs['Detail'].default_value = 3
    big = n.new('ShaderNodeTexNoise')
    big.inputs['Scale'].default_value = .12
    link(co.outputs['Object'], w.inputs['Vector'])
    link(co.outputs['Object'], big.inputs['Vector'])
    bump, folds = n.new('ShaderNodeBump'), n.new('ShaderNodeBump')
    bump.inputs['Strength'].default_value, bump.inputs['Distance'].default_value = .25, .08
    folds.inputs['Strength'].default_value, folds.inputs['Distance'].default_value = .6, 3.0
    link(w.outputs['Fac'], bump.inputs['Height'])
    link(big.outputs['Fac'], folds.inputs['Height'])
    link(folds.outputs[0], bump.inputs['Normal'])
    link(bump.outputs[0], p.inputs['Normal'])
    p.inputs['Base Color'].default_value = (*colour, 1)
    p.inputs['Roughness'].default_value = .85
    p.inputs['Sheen'].default_value = .35
    p.inputs['Specular'].default_value = .2
    return m


def metal(colour):
    m, _, p, _ = _material('metal')
    p.inputs['Base Color'].default_value = (*colour, 1)
    p.inputs['Metallic'].default_value = 1
    p.inputs['Roughness'].default_value = .25
    return m


def look_at(ob, at, target):
    z = (Vector(at) - Vector(target)).normalized()
    x = Vector((0, 1, 0)).cross(z).normalized()
    y = z.cross(x)
    ob.matrix_world = Matrix.Translation(Vector(at)) @ Matrix((x, y, z)).transposed().to_4x4()


def lights(spec):
    """Area lights {at, size, watts, colour} aimed at the face, and the sky {colour, strength}."""
    for s in spec['lamps']:
        l = bpy.data.lights.new('lamp', 'AREA')
        l.shape = 'RECTANGLE'
        l.size, l.size_y = s['size'][0], s['size'][1]
        l.energy = s['watts']
        l.color = s['colour']
        o = bpy.data.objects.new('lamp', l)
        bpy.context.collection.objects.link(o)
        look_at(o, s['at'], s.get('to', (0, 0, 0)))
    w = bpy.data.worlds.new('sky')
    w.use_nodes = True
    b = w.node_tree.nodes['Background']
    b.inputs[0].default_value = (*spec['sky']['colour'], 1)
    b.inputs[1].default_value = spec['sky']['strength']
    bpy.context.scene.world = w


def camera(spec):
    c = bpy.data.cameras.new('camera')
    c.sensor_fit = 'VERTICAL'
    c.sensor_height = 24
    c.lens = spec['lens']
    o = bpy.data.objects.new('camera', c)
    bpy.context.collection.objects.link(o)
    look_at(o, spec['at'], spec['to'])
    bpy.context.scene.camera = o
    bpy.context.scene.view_settings.exposure = spec.get('exposure', 0)
    return math.degrees(c.angle_y)
