// How every number is written on the page. Nothing else turns numbers into text.

const MINUS = "\u2212";
const THIN_SPACE = "\u202f"; // narrow, and never broken at
const NO_BREAK_SPACE = "\u00a0";
export const MISSING = "\u2013";
const HUGE = 1e5; // from here on, as in training that diverges, numbers are written with a power of ten
const MIN_NORM = 0.0001; // of ‖W‖² that is told: a bias of rounding alone, squared, would have thirty zeros

/** J, cross-entropy, penalty, H: three decimals; exactly 0 is 0. @param {number | null} value */
export function formatCost(value) {
  if (!isNumber(value)) return MISSING;
  if (Math.abs(value) >= HUGE) return withPower(value);
  return value === 0 ? "0" : value.toFixed(3);
}

/** λ: three significant digits, two under 0.001. @param {number | null} value */
export function formatLambda(value) {
  if (!isNumber(value)) return MISSING;
  if (value === 0) return "0";
  return significant(value, value < 0.001 ? 2 : 3);
}

/** λ on an axis or in running text: plain, no zeros at the end. @param {number} value */
export function formatTick(value) {
  if (value === 0) return "0";
  const text = significant(value, value < 0.001 ? 2 : 3);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** ‖W‖²: three significant digits, from 1000 whole with thin spaces, and what is hardly more than 0 as that. @param {number | null} value */
export function formatSquaredNorm(value) {
  if (!isNumber(value)) return MISSING;
  if (value === 0) return "0";
  if (value >= HUGE) return withPower(value);
  if (value < MIN_NORM) return `< ${MIN_NORM}`;
  return value >= 999.5 ? formatCount(Math.round(value)) : significant(value, 3);
}

/** A number of parameters that need not be whole: one decimal. @param {number | null} value */
export function formatEffective(value) {
  if (!isNumber(value)) return MISSING;
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

/** A weight: two decimals, true minus; exactly 0 is 0. @param {number | null} value */
export function formatWeight(value) {
  if (!isNumber(value)) return MISSING;
  if (value === 0) return "0";
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== "0.00" ? MINUS + text : text;
}

/** The weight of a power of x, from 0.0001 to 100 and more: three significant digits, true minus. @param {number | null} value */
export function formatWeightOfPower(value) {
  if (!isNumber(value)) return MISSING;
  return (value < 0 ? MINUS : "") + formatTick(Math.abs(value));
}

/** A pull: four decimals, under 0.001 two significant digits. @param {number | null} value */
export function formatPull(value) {
  if (!isNumber(value)) return MISSING;
  const size = Math.abs(value);
  if (size === 0) return "0";
  const text = size >= 0.001 ? size.toFixed(4) : size >= 1e-7 ? significant(size, 2) : "< 0.0000001";
  return value < 0 && size >= 1e-7 ? MINUS + text : text;
}

/** A price or a value: four decimals; exactly 0 is 0. @param {number | null} value */
export function formatPrice(value) {
  if (!isNumber(value)) return MISSING;
  if (Math.abs(value) >= HUGE) return withPower(value);
  if (value === 0) return "0";
  const text = Math.abs(value).toFixed(4);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A fraction as a whole per cent; 0 and 100 only where none or all are meant. @param {number | null} fraction */
export function formatAccuracy(fraction) {
  if (!isNumber(fraction)) return MISSING;
  const percent = fraction === 0 || fraction === 1 ? fraction * 100 : Math.min(Math.max(Math.round(fraction * 100), 1), 99);
  return `${percent}${NO_BREAK_SPACE}%`;
}

/** A probability or an output: two decimals. @param {number | null} value */
export function formatProbability(value) {
  return isNumber(value) ? value.toFixed(2) : MISSING;
}

/** A count, thousands apart by a thin space. @param {number} value */
export function formatCount(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** A duration in words. @param {number} seconds */
export function formatSeconds(seconds) {
  if (seconds < 9.5) return `${seconds.toFixed(1)}${NO_BREAK_SPACE}s`;
  return seconds < 90 ? `${Math.round(seconds)}${NO_BREAK_SPACE}s` : `${Math.round(seconds / 60)}${NO_BREAK_SPACE}min`;
}

/** A setting such as noise: as short as it is exact to 4 digits. @param {number} value */
export function formatSetting(value) {
  return String(Number(value.toPrecision(4))).replace("-", MINUS);
}

/** A share of 1 in per cent, with a decimal only where needed. @param {number} fraction */
export function formatShare(fraction) {
  return `${formatSetting(fraction * 100)}${NO_BREAK_SPACE}%`;
}

/** A power of ten on an axis: "0.1", "1000", "10⁶". @param {number} exponent */
export function formatPower(exponent) {
  return Math.abs(exponent) < 4 ? String(Number(`1e${exponent}`)) : `10${raised(String(exponent))}`;
}

/** @param {string} exponent */
function raised(exponent) {
  return [...exponent].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("");
}

/** Three significant digits: "2.03·10¹³". @param {number} value */
function withPower(value) {
  const [digits, power] = value.toExponential(2).split("e+");
  return `${digits.replace("-", MINUS)}·10${raised(power)}`;
}

/** Plain decimal digits, never a power. @param {number} value @param {number} digits */
function significant(value, digits) {
  const exponent = Math.floor(Math.log10(Number(value.toPrecision(digits))));
  return value.toFixed(Math.max(0, digits - 1 - exponent));
}

/** @param {unknown} value @returns {value is number} */
function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}
