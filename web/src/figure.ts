// The figure on a canvas: raw WebGL2. The core computes every vertex; this file uploads and shades them with the same
// palette and the same formulas as core/figure/shading.c (a test compares the palettes). The page turns the figure by
// `turn` and draws it nearer by `zoom`, from fingers, mouse, keys or buttons.

export interface FigureSource {
  /** Twelve floats a vertex: position, normal, shirt, leggings, occlusion, glow, material, shade. */
  vertices(): Float32Array;
  indices(): Uint32Array;
  /** 16 floats clip-from-world, column-major, then the eye, then how the picture is laid: zoom, x, y. */
  camera(aspect: number, yawOffsetDeg: number, pitchOffsetDeg: number): Float32Array;
}

// name, light theme, dark theme; in the order of LSN_PALETTE.
const PALETTE: readonly (readonly [string, number, number])[] = [
  ['top', 0xfdf6eb, 0x1e2733],
  ['bottom', 0xf1e4d1, 0x151c26],
  ['ground', 0xecdcc6, 0x2a3340],
  ['skin', 0xdb9f7c, 0xd79b78],
  ['blush', 0xd06e5c, 0xc8685a],
  ['shirt', 0x4c9f9f, 0x4c9a9b],
  ['leggings', 0x34456a, 0x48608c],
  ['hair', 0x54352a, 0x5e4034],
  ['ink', 0x33211e, 0x2a1a18],
  ['brow', 0x4a2f27, 0x4a2f27],
  ['mouth', 0xa5564a, 0xa05046],
  ['spark', 0xffffff, 0xf4f0ea],
  ['mat', 0xe2a98a, 0x9c6f5c],
  ['rim', 0xd28f70, 0x84594a],
  ['sheet', 0xf7f1e6, 0x8e97a5],
  ['wood', 0xc99b6b, 0x9a7650],
  ['seat', 0xd98f66, 0xb0704e],
  ['strap', 0xe3b23c, 0xc79a3a],
  ['pillow', 0xf3eadb, 0xa9b0ba],
  ['wall', 0xeadbc6, 0x36404e],
];

export type PaletteName = 'teal' | 'lilac' | 'sage';

// palette, colour, light theme, dark theme; in the order of LSN_PALETTE_CHANGES. Teal is the list above.
const CHANGES: readonly (readonly [PaletteName, string, number, number])[] = [
  ['lilac', 'skin', 0x8a5a41, 0x865740],
  ['lilac', 'blush', 0x7e3f38, 0x7a3d36],
  ['lilac', 'shirt', 0xa79fd6, 0x9d96ce],
  ['lilac', 'leggings', 0x4c3a5e, 0x664f7e],
  ['lilac', 'hair', 0x2b2120, 0x362a29],
  ['lilac', 'ink', 0x1e1413, 0x1a1110],
  ['lilac', 'brow', 0x241a18, 0x241a18],
  ['lilac', 'mouth', 0x6e3a34, 0x6c3933],
  ['sage', 'skin', 0xefc4a8, 0xe6bb9f],
  ['sage', 'blush', 0xe08c7c, 0xd68678],
  ['sage', 'shirt', 0x8daa7f, 0x88a57b],
  ['sage', 'leggings', 0x4a5058, 0x626a75],
  ['sage', 'hair', 0xb4ada6, 0xb0a9a2],
  ['sage', 'ink', 0x3a302d, 0x332a28],
  ['sage', 'brow', 0x8b827c, 0x857c76],
  ['sage', 'mouth', 0xb8695d, 0xb2665b],
];

const COLOURS = PALETTE.map(([name], i) => `const int ${name.toUpperCase()} = ${i};`).join('\n');

const VERTEX_SHADER = `#version 300 es
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec4 surface; // shirt, leggings, occlusion, glow
layout(location = 3) in vec2 kind;    // material, shade
uniform mat4 clip_from_world;
out vec3 at;
out vec3 facing;
out vec4 cloth;
out float shade;
flat out int material;
void main() {
  at = position;
  facing = normal;
  cloth = surface;
  shade = kind.y;
  material = int(kind.x);
  gl_Position = clip_from_world * vec4(position, 1.0);
}`;

const FRAGMENT_SHADER = `#version 300 es
precision highp float;
in vec3 at;
in vec3 facing;
in vec4 cloth;
in float shade;
flat in int material;
uniform vec3 palette[${PALETTE.length}];
uniform vec3 eye;
uniform vec3 key;
uniform float hemisphere;
uniform float height; // of the canvas in pixels
out vec4 colour;
${COLOURS}
const vec3 GLOW = vec3(1.0, 0.30, 0.045);
const vec3 PALE = vec3(1.0, 0.80, 0.38);

vec3 background(float y) {
  return mix(palette[BOTTOM], palette[TOP], smoothstep(0.0, 0.9, y));
}
float inside(float d) {
  return clamp(0.5 - d / max(fwidth(d), 1e-6), 0.0, 1.0);
}
vec3 body() {
  float cuff = 1.0 - 0.10 * smoothstep(-0.011, -0.010, cloth.y);
  float hem = 1.0 - 0.09 * smoothstep(-0.011, -0.010, cloth.x);
  vec3 c = mix(palette[SKIN], palette[LEGGINGS] * cuff, inside(cloth.y));
  c = mix(c, palette[SHIRT] * hem, inside(cloth.x));
  // The middle of a glow is lighter than any cloth and than skin: it reads without telling colours apart.
  c = mix(c, GLOW, 0.88 * cloth.w);
  return mix(c, PALE, 0.8 * smoothstep(0.40, 0.95, cloth.w));
}
vec3 albedo() {
  // Taken for every fragment: derivatives must not depend on the material.
  vec3 worn = body();
  float rim = inside(shade - 0.013);
  if (material == 0) return worn;
  if (material == 1) {
    if (cloth.x < 0.0) return palette[HAIR] * (1.0 + 0.16 * shade);
    return mix(palette[SKIN], palette[BLUSH], 0.75 * shade);
  }
  if (material == 2)
    return palette[shade < 0.25 ? INK : shade < 0.75 ? BROW : shade < 1.5 ? MOUTH : SPARK];
  if (material == 3) return shade > 1.5 ? palette[SHEET] : mix(palette[MAT], palette[RIM], rim);
  return palette[WOOD + int(shade + 0.5)];
}
vec3 shaded() {
  float ao = cloth.z;
  if (material == 5) {
    vec3 base = mix(background(gl_FragCoord.y / height), palette[GROUND], 0.75 * shade);
    return mix(base * vec3(0.42, 0.36, 0.36), base, ao);
  }
  vec3 c = albedo();
  vec3 n = normalize(facing), view = normalize(eye - at);
  if (material == 3) return c * mix(0.40, 1.0, ao) * (0.86 + 0.14 * n.y) * (0.55 + 0.45 * hemisphere);
  if (material == 2 && shade > 1.5) return c;
  float up = 0.5 + 0.5 * n.y;
  vec3 sky = mix(vec3(0.584, 0.381, 0.262), vec3(1.0), up);
  float q = clamp((dot(n, key) + 0.3) / 1.3, 0.0, 1.0);
  float lamp = 0.78 * q * q * (1.6 - 0.6 * q) * (0.55 + 0.45 * ao);
  vec3 lit = sky * 0.56 * ao * hemisphere + vec3(1.0, 0.93, 0.84) * lamp;
  lit += vec3(0.20, 0.09, 0.05) * 0.8 * (1.0 - ao);
  float edge = clamp(1.0 - dot(n, view), 0.0, 1.0);
  float rim = 0.13 * edge * edge * edge * sqrt(edge) * up * ao;
  if (material == 1 && cloth.x < 0.0) rim = 0.0;
  vec3 o = c * lit + rim;
  if (material == 0) o += GLOW * 0.20 * cloth.w;
  return 1.12 * o / (1.0 + 0.12 * o);
}
void main() {
  // The wall is seen from its front only: it never stands before the person.
  if (material == 4 && shade > 3.5 && dot(facing, eye - at) < 0.0) discard;
  colour = vec4(pow(clamp(shaded(), 0.0, 1.0), vec3(1.0 / 2.2)), 1.0);
}`;

const SKY_VERTEX_SHADER = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.999999, 1.0);
}`;

const SKY_FRAGMENT_SHADER = `#version 300 es
precision highp float;
uniform vec3 top;
uniform vec3 bottom;
uniform float height;
out vec4 colour;
void main() {
  vec3 c = mix(bottom, top, smoothstep(0.0, 0.9, gl_FragCoord.y / height));
  colour = vec4(pow(c, vec3(1.0 / 2.2)), 1.0);
}`;

const FLOATS_A_VERTEX = 12;
const PITCH_LEAST = -8;
const PITCH_MOST = 60;
const ZOOM_MOST = 4;
const ZOOM_MS = 90; // in which two thirds of the way are gone

/** How the camera's picture is laid on the canvas: clip x and y times `zoom`, moved by `x` and `y`. The whole picture
 *  always covers the canvas. */
interface Lens { zoom: number; x: number; y: number }

interface Scene {
  figure: WebGLProgram;
  sky: WebGLProgram;
  array: WebGLVertexArrayObject;
  nothing: WebGLVertexArrayObject;
  vertexBuffer: WebGLBuffer;
  uniforms: Map<string, WebGLUniformLocation | null>;
  bytes: number;
  indexCount: number;
}

function compile(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  if (!program) throw new Error('no WebGL program');
  for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('no WebGL shader');
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(gl.getProgramInfoLog(program) ?? 'the shader does not link');
  return program;
}

function linear(rgb: number): [number, number, number] {
  const one = (byte: number): number => Math.max(byte / 255, 1e-4) ** 2.2;
  return [one((rgb >> 16) & 255), one((rgb >> 8) & 255), one(rgb & 255)];
}

function unit(x: number, y: number, z: number): [number, number, number] {
  const n = 1 / Math.max(Math.hypot(x, y, z), 1e-9);
  return [x * n, y * n, z * n];
}

export class FigureView {
  private readonly canvas: HTMLCanvasElement;
  private readonly core: FigureSource;
  private readonly gl: WebGL2RenderingContext;
  private scene: Scene | null = null;
  private dark = false;
  private palette: PaletteName = 'teal';
  private yaw = 0;
  private pitch = 0;
  private asked = 0;
  private lens: Lens = { zoom: 1, x: 0, y: 0 };
  private wanted: Lens = this.lens;
  private drawnAt = 0;
  private clip: Float32Array = new Float32Array(16); // clip from world through the lens, of the last drawing

  constructor(canvas: HTMLCanvasElement, core: FigureSource) {
    const gl = canvas.getContext('webgl2', { antialias: true, alpha: false, powerPreference: 'low-power' });
    if (!gl) throw new Error('WebGL2 is not available');
    this.canvas = canvas;
    this.core = core;
    this.gl = gl;
    canvas.addEventListener('webglcontextlost', (e) => {
      e.preventDefault();
      this.scene = null;
    });
    canvas.addEventListener('webglcontextrestored', () => this.redraw());
    this.resize();
  }

  setTheme(dark: boolean): void {
    this.dark = dark;
    this.redraw();
  }

  /** Skin, the colour of hair, and clothes. How hair is cut comes with the vertices, from the core's palette. */
  setPalette(palette: PaletteName): void {
    this.palette = palette;
    this.redraw();
  }

  /** Fits the drawing buffer to the canvas' size on the page. */
  resize(): void {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.canvas.clientHeight * ratio));
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    this.redraw();
  }

  /** Turns the figure to the right and tips it towards the viewer: the camera goes the other way. */
  turn(dxDeg: number, dyDeg: number): void {
    this.yaw = (this.yaw - dxDeg) % 360;
    this.pitch = Math.min(PITCH_MOST, Math.max(PITCH_LEAST, this.pitch + dyDeg));
    this.redraw();
  }

  resetView(): void {
    this.yaw = 0;
    this.pitch = 0;
    this.lens = this.wanted = { zoom: 1, x: 0, y: 0 };
    this.redraw();
  }

  /** Nearer by `factor` around a place of the canvas, and moved by pixels of the page. Returns false when that changes
   *  nothing. */
  zoom(factor: number, x: number, y: number, dx: number, dy: number, smooth: boolean): boolean {
    const { clientWidth, clientHeight } = this.canvas;
    const { wanted } = this;
    const zoom = Math.min(ZOOM_MOST, Math.max(1, wanted.zoom * factor));
    const moved = (at: number, from: number, by: number): number => {
      const to = at + by - (at - from) * (zoom / wanted.zoom);
      return Math.min(zoom - 1, Math.max(1 - zoom, to));
    };
    const [width, height] = [Math.max(1, clientWidth) / 2, Math.max(1, clientHeight) / 2];
    const next = { zoom, x: moved((x - dx) / width - 1, wanted.x, dx / width),
      y: moved(1 - (y - dy) / height, wanted.y, -dy / height) };
    if (next.zoom === wanted.zoom && next.x === wanted.x && next.y === wanted.y) return false;
    this.wanted = next;
    if (!smooth) this.lens = next;
    this.redraw();
    return true;
  }

  /** Where a point of the world was drawn, in pixels of the page from the canvas' corner. */
  place(point: readonly [number, number, number]): { x: number; y: number } {
    const row = (r: number): number =>
      point.reduce((sum, value, axis) => sum + value * this.clip[4 * axis + r]!, this.clip[12 + r]!);
    const w = Math.max(row(3), 1e-6);
    return { x: (0.5 + (0.5 * row(0)) / w) * this.canvas.clientWidth,
      y: (0.5 - (0.5 * row(1)) / w) * this.canvas.clientHeight };
  }

  /** What the core's camera is asked with. */
  get angles(): { aspect: number; yaw: number; pitch: number } {
    return { aspect: this.canvas.width / this.canvas.height, yaw: this.yaw, pitch: this.pitch };
  }

  /** Goes on the way to the lens that is wanted. */
  private follow(): void {
    const now = performance.now();
    const share = 1 - Math.exp(-Math.min(50, now - this.drawnAt) / ZOOM_MS);
    this.drawnAt = now;
    const { lens, wanted } = this;
    const near = (a: number, b: number): boolean => Math.abs(a - b) < 2e-3;
    if (lens === wanted) return;
    if (near(lens.zoom, wanted.zoom) && near(lens.x, wanted.x) && near(lens.y, wanted.y)) this.lens = wanted;
    else {
      const mix = (a: number, b: number): number => a + (b - a) * share;
      this.lens = { zoom: mix(lens.zoom, wanted.zoom), x: mix(lens.x, wanted.x), y: mix(lens.y, wanted.y) };
      this.redraw();
    }
  }

  private throughLens(camera: Float32Array): Float32Array {
    const { lens } = this;
    const [laid = 1, dx = 0, dy = 0] = camera.subarray(19);
    const [zoom, x, y] = [lens.zoom * laid, lens.zoom * dx + lens.x, lens.zoom * dy + lens.y];
    const out = camera.slice(0, 16);
    for (let column = 0; column < 16; column += 4) {
      const w = out[column + 3]!;
      out[column] = zoom * out[column]! + x * w;
      out[column + 1] = zoom * out[column + 1]! + y * w;
    }
    return out;
  }

  /** One frame from the core's fresh vertices. */
  draw(): void {
    const { gl, canvas } = this;
    if (gl.isContextLost()) return;
    const vertices = this.core.vertices();
    if (vertices.length === 0) return;
    this.scene ??= this.build(vertices);
    const scene = this.scene;
    const camera = this.core.camera(canvas.width / canvas.height, this.yaw, this.pitch);
    this.follow();
    this.clip = this.throughLens(camera);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    this.drawSky(scene);
    gl.useProgram(scene.figure);
    this.setUniforms(scene, camera);
    gl.bindVertexArray(scene.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, scene.vertexBuffer);
    if (vertices.byteLength === scene.bytes) gl.bufferSubData(gl.ARRAY_BUFFER, 0, vertices);
    else gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.DYNAMIC_DRAW);
    scene.bytes = vertices.byteLength;
    gl.drawElements(gl.TRIANGLES, scene.indexCount, gl.UNSIGNED_INT, 0);
    gl.bindVertexArray(null);
  }

  private build(vertices: Float32Array): Scene {
    const { gl } = this;
    const array = gl.createVertexArray();
    const nothing = gl.createVertexArray();
    const vertexBuffer = gl.createBuffer();
    const indexBuffer = gl.createBuffer();
    if (!array || !nothing || !vertexBuffer || !indexBuffer) throw new Error('no WebGL buffers');
    const indices = this.core.indices();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, vertexBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.DYNAMIC_DRAW);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indexBuffer);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
    let offset = 0;
    for (const [location, size] of [3, 3, 4, 2].entries()) {
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, FLOATS_A_VERTEX * 4, offset * 4);
      offset += size;
    }
    gl.bindVertexArray(null);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.disable(gl.CULL_FACE);
    return {
      figure: compile(gl, VERTEX_SHADER, FRAGMENT_SHADER),
      sky: compile(gl, SKY_VERTEX_SHADER, SKY_FRAGMENT_SHADER),
      array,
      nothing,
      vertexBuffer,
      uniforms: new Map(),
      bytes: vertices.byteLength,
      indexCount: indices.length,
    };
  }

  private uniform(scene: Scene, program: WebGLProgram, name: string): WebGLUniformLocation | null {
    const id = (program === scene.sky ? 'sky.' : '') + name;
    let at = scene.uniforms.get(id);
    if (at === undefined) {
      at = this.gl.getUniformLocation(program, name);
      scene.uniforms.set(id, at);
    }
    return at;
  }

  private colour(index: number): [number, number, number] {
    const entry = PALETTE[index];
    if (!entry) return linear(0);
    const change = CHANGES.find(([palette, name]) => palette === this.palette && name === entry[0]);
    const [light, dark] = change ? [change[2], change[3]] : [entry[1], entry[2]];
    return linear(this.dark ? dark : light);
  }

  private drawSky(scene: Scene): void {
    const { gl, canvas } = this;
    gl.useProgram(scene.sky);
    gl.bindVertexArray(scene.nothing);
    gl.uniform3fv(this.uniform(scene, scene.sky, 'top'), this.colour(0));
    gl.uniform3fv(this.uniform(scene, scene.sky, 'bottom'), this.colour(1));
    gl.uniform1f(this.uniform(scene, scene.sky, 'height'), canvas.height);
    gl.depthMask(false);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.depthMask(true);
  }

  private setUniforms(scene: Scene, camera: Float32Array): void {
    const { gl } = this;
    const at = (i: number): number => camera[i] ?? 0;
    const set = (name: string): WebGLUniformLocation | null => this.uniform(scene, scene.figure, name);
    // The lamp hangs over the viewer's left shoulder.
    const right = unit(at(0), at(4), at(8));
    const back = unit(-at(3), -at(7), -at(11));
    const key = unit(
      -0.5 * right[0] + 0.8 * back[0],
      -0.5 * right[1] + 0.8 * back[1] + 0.78,
      -0.5 * right[2] + 0.8 * back[2],
    );
    gl.uniformMatrix4fv(set('clip_from_world'), false, this.clip);
    gl.uniform3f(set('eye'), at(16), at(17), at(18));
    gl.uniform3fv(set('key'), key);
    gl.uniform1f(set('hemisphere'), this.dark ? 0.72 : 1);
    gl.uniform1f(set('height'), this.canvas.height);
    gl.uniform3fv(set('palette'), PALETTE.flatMap((_, i) => this.colour(i)));
  }

  /** Asks for one frame; many changes before it cost one. */
  private redraw(): void {
    if (this.asked !== 0) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.draw();
    });
  }
}
