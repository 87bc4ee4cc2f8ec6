// The Lab's address: its set-up, where it stands, and what stands beside it. Pure.

import { filmPart } from "./model/film.js";
import { inspectorPart } from "./model/inspector.js";
import { pinText } from "./pin_address.js";
import { toQuery } from "./url.js";

/** @param {import("./types.js").LabState} state */
export function queryOf({ settings, choices, lambda, weight, presented, film, inspector, pinned }) {
  const pin = pinned ? pinText(pinned.settings, settings) : undefined;
  return toQuery(settings, choices, { lambda, weight, present: presented, pin, ...filmPart(film), ...inspectorPart(inspector) });
}
