// λ's an even factor apart, written short in an address: `0.0001..1000..6` is from 0.0001 to 1000, six to a decade. As the
// server reads and writes them. Pure.

import { lambdaGrid } from "../model/lambda_grid.js";

const BETWEEN = "..";
const MIN_WRITTEN = 4; // λ's that are written short; fewer are as short as they are

/** The λ's that a part of the list stands for: one, or those of a grid; NaN for what it can't be read as. @param {string} text @param {number} most @returns {number[]} */
export function readLambdaPart(text, most) {
  const parts = text.split(BETWEEN).map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (parts.length === 1) return parts;
  return (parts.length === 3 && lambdaGrid(parts[0], parts[1], parts[2], most)) || [NaN];
}

/** @param {number[]} lambdas @returns {string} */
export function lambdasText(lambdas) {
  const zeros = lambdas[0] === 0 ? [0] : [];
  const others = lambdas.slice(zeros.length);
  const [first, last] = [others[0], others[others.length - 1]];
  const to_a_decade = Math.round((others.length - 1) / Math.log10(last / first));
  const short = others.length >= MIN_WRITTEN && lambdaGrid(first, last, to_a_decade, others.length);
  const is_grid = short && others.length === short.length && others.every((lambda, k) => lambda === short[k]);
  return [...zeros, ...(is_grid ? [[first, last, to_a_decade].join(BETWEEN)] : others)].join(",");
}
