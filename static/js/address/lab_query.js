// The Lab's address: its set-up, where it stands, and what stands beside it. Pure.

import { inspectorPart } from "../model/inspector.js";
import { playbackPart } from "../model/training_playback.js";
import { pinText } from "./pin_query.js";
import { toQuery } from "./set_up_query.js";

/** @param {import("../state/types.js").LabState} state */
export function queryOf({ settings, choices, lambda, weight, presented, playback, inspector, pinned }) {
  const pin = pinned ? pinText(pinned.settings, settings) : undefined;
  return toQuery(settings, choices, { lambda, weight, present: presented, pin, ...playbackPart(playback), ...inspectorPart(inspector) });
}
