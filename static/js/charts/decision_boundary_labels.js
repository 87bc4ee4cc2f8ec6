// The words in the picture: class names in corners, "mislabeled" at a ring, "λ = 0" at its line, notes at the bottom.

import { widthOf, write } from "./canvas.js";
import { drawMark } from "./point_marks.js";

/** @typedef {import("./canvas.js").Surface} Surface */
/** @typedef {{x: number, y: number}} Place */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** @param {Surface} surface @param {import("./decision_boundary_canvas.js").Scene} scene @param {Place[]} points @param {Float32Array[]} ghost */
export function drawBoundaryLabels(surface, scene, points, ghost) {
  const { width, height, unit } = surface;
  const marks = points.map(({ x, y }) => ({ x: x * width, y: y * height }));
  const taken = [...drawClassNames(surface, scene.dataset.class_names), ...drawNotes(surface, scene)];
  const rings = marks.filter((_, k) => scene.dataset.mislabeled[k] && scene.dataset.split[k] === "train");
  const inside = { left: 4 * unit, top: 4 * unit, right: width - 4 * unit, bottom: height - 4 * unit };
  const ring_box = roomiest(rings.flatMap((ring) => beside(ring, 10 * unit, widthOf(surface, "mislabeled"), unit)), marks, taken, inside);
  if (ring_box) {
    taken.push(ring_box);
    write(surface, "mislabeled", ring_box.left, middle(ring_box), { colour: surface.colours.ink, halo: true });
  }
  labelGhost(surface, scene, ghost, marks, taken, inside);
}

/** @param {Surface} surface @param {string[]} names @returns {Box[]} */
function drawClassNames(surface, names) {
  const { width, height, unit, colours } = surface;
  const style = { colour: colours.ink, weight: 620, size: 13, halo: true };
  const right = width - 10 * unit;
  const second = right - widthOf(surface, names[1], 13, 620);
  drawMark(surface, { x: 14 * unit, y: 15 * unit }, 0, 1.2);
  write(surface, names[0], 23 * unit, 15 * unit, style);
  drawMark(surface, { x: second - 9 * unit, y: height - 14 * unit }, 1, 1);
  write(surface, names[1], second, height - 14 * unit, style);
  return [
    { left: 0, top: 0, right: 28 * unit + widthOf(surface, names[0], 13, 620), bottom: 28 * unit },
    { left: second - 20 * unit, top: height - 26 * unit, right: width, bottom: height },
  ];
}

/** @param {Surface} surface @param {import("./decision_boundary_canvas.js").Scene} scene @returns {Box[]} */
function drawNotes(surface, { notes, verdict, dataset }) {
  const { width, height, unit, colours } = surface;
  const lines = verdict ? [...notes, verdict] : notes;
  const room = width - widthOf(surface, dataset.class_names[1], 13, 620) - 48 * unit;
  const widest = Math.max(0, ...lines.map((text) => widthOf(surface, text, 12.5, 500)));
  const lift = widest > room ? 32 * unit : 14 * unit;
  return lines.map((text, k) => {
    const y = height - lift - (lines.length - 1 - k) * 17 * unit;
    write(surface, text, 8 * unit, y, { colour: text === verdict ? colours.ink : colours.ink2, weight: text === verdict ? 500 : 400, halo: true });
    return { left: 0, top: y - 9 * unit, right: 12 * unit + widest, bottom: y + 9 * unit };
  });
}

/** @param {Surface} surface @param {import("./decision_boundary_canvas.js").Scene} scene @param {Float32Array[]} ghost @param {Place[]} marks @param {Box[]} taken @param {Box} inside */
function labelGhost(surface, { path, index }, ghost, marks, taken, inside) {
  if (!path || path.lambdas[0] !== 0 || index === 0) return;
  const { width, height, unit, colours } = surface;
  const along = ghost.flatMap((line) =>
    Array.from({ length: Math.ceil(line.length / 8) }, (_, k) => ({ x: line[8 * k] * width, y: line[8 * k + 1] * height })));
  const box = roomiest(along.flatMap((place) => beside(place, 4 * unit, 34 * unit, unit)), marks, taken, inside);
  if (!box) return;
  write(surface, "λ", box.left, middle(box), { colour: colours.ink2, maths: true, halo: true });
  const step = widthOf(surface, "λ", 12.5, 400, true);
  write(surface, " = 0", box.left + step, middle(box), { colour: colours.ink2, halo: true });
}

/** A box on the right and one on the left of a place. @param {Place} place @param {number} gap @param {number} width @param {number} unit @returns {Box[]} */
function beside({ x, y }, gap, width, unit) {
  const [top, bottom] = [y - 8 * unit, y + 8 * unit];
  return [{ left: x + gap, top, right: x + gap + width, bottom }, { left: x - gap - width, top, right: x - gap, bottom }];
}

/**
 * The first box that nothing stands in, else the one with the fewest marks in it.
 * @param {Box[]} boxes @param {Place[]} marks @param {Box[]} taken @param {Box} inside
 */
function roomiest(boxes, marks, taken, inside) {
  const possible = boxes.filter((box) =>
    box.left >= inside.left && box.right <= inside.right && box.top >= inside.top && box.bottom <= inside.bottom &&
    !taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top));
  const crowds = possible.map((box) => marks.filter(({ x, y }) => x > box.left - 5 && x < box.right + 5 && y > box.top - 3 && y < box.bottom + 3).length);
  return possible[crowds.indexOf(Math.min(...crowds))];
}

/** @param {Box} box */
function middle({ top, bottom }) {
  return (top + bottom) / 2;
}
