// Asks for what the first figure shows while most of the page's modules are still on their way: the server computes it
// meanwhile, and the page finds the answer in the browser's cache. Loaded before lesson.js, with few modules of its own.

import { askAhead } from "./api.js";
import { find } from "./elements.js";
import { fromLessonQuery } from "./lesson_address.js";
import { STEPS } from "./lessons/steps.js";
import { firstStart } from "./model/search.js";
import { fromQuery, toQuery } from "./url.js";

const choices = JSON.parse(find(document, "#choices").textContent ?? "");
const steps = STEPS[find(document, "[data-lesson]").dataset.lesson ?? ""];
const { settings } = fromQuery(steps[fromLessonQuery(location.search, steps).step].set_up, choices);
const first = toQuery(firstStart(settings) ?? settings, choices);
const whole = toQuery(settings, choices);
askAhead(first, whole).catch(() => {}); // the page asks again, and says why not
