/** Numbers, shares, sizes, times and money as people write them. */
import { computed } from "@preact/signals";
import type { Rate } from "../../../npm/index.d.ts";
import { locale } from "./index.ts";

const formats = computed(() => {
  const number = (options?: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale.value, options);
  return {
    count: number(),
    percent: number({ style: "percent", maximumFractionDigits: 0 }),
    fine: number({ style: "percent", maximumFractionDigits: 1 }),
    decimal: number({ maximumFractionDigits: 1 }),
    moment: new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeStyle: "short" }),
    day: new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }),
    time: new Intl.DateTimeFormat(locale.value, { timeStyle: "short" }),
  };
});

export const count = (value: number) => formats.value.count.format(value);

/** One decimal where whole percents would hide the difference between rare and never. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const { percent, fine } = formats.value;
  return (share > 0 && share < 0.1) || (share > 0.99 && share < 1) ? fine.format(share) : percent.format(share);
}

export function interval({ low, high }: Rate): string {
  return low === null || high === null ? "–" : `${percent(low)} – ${percent(high)}`;
}

export function bytes(value: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return new Intl.NumberFormat(locale.value, {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(value / 1000 ** step);
}

export function money(value: number, currency: string): string {
  try {
    return new Intl.NumberFormat(locale.value, { style: "currency", currency }).format(value);
  } catch {
    // The currency is what somebody typed.
    return `${formats.value.decimal.format(value)} ${currency}`;
  }
}

/** Seconds as the largest unit that keeps the number readable. */
export function duration(seconds: number): string {
  const steps: [number, string][] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const [size, unit] = steps.find(([size]) => seconds >= size * 1.5 || (seconds >= size && seconds % size === 0)) ?? [
    1,
    "second",
  ];
  return new Intl.NumberFormat(locale.value, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: seconds / size < 10 ? 1 : 0,
  }).format(seconds / size);
}

/** Unix seconds. */
export const moment = (at: number) => formats.value.moment.format(at * 1000);
export const day = (at: number) => formats.value.day.format(at * 1000);
export const time = (at: number) => formats.value.time.format(at * 1000);
