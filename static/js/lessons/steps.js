// Every lesson's steps by the name in its address.

import * as backprop from "./backprop.js";
import * as eight_and_two from "./eight_and_two.js";
import * as goldilocks from "./goldilocks.js";
import * as how_does_it_know from "./how_does_it_know.js";
import * as why_weights_go_to_0 from "./why_weights_go_to_0.js";

/** @type {Record<string, import("../model/lesson_scene.js").Outline[]>} */
export const STEPS = {
  "why-weights-go-to-0": why_weights_go_to_0.steps,
  "how-does-it-know": how_does_it_know.steps,
  "eight-and-two": eight_and_two.steps,
  goldilocks: goldilocks.steps,
  backprop: backprop.steps,
};
