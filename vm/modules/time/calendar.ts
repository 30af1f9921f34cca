/** The proleptic Gregorian calendar in arithmetic of days, and the zone of the host's clock. */

/** A moment broken down: C's `struct tm` with Python's month (1–12), year and weekday (Monday is 0). */
export interface BrokenTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  /** 1 or 0; −1: not known. */
  readonly isDst: number;
  readonly zone: string | null;
  /** Seconds east of UTC. */
  readonly offset: number | null;
}

export const SECONDS_A_DAY = 86400;
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the year before the month begins. */
export function daysBeforeMonth(year: number, month: number): number {
  return DAYS_BEFORE[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0);
}

/** Days from 1970-01-01 to the date; any year. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return before * 365 + leaps + daysBeforeMonth(year, month) + day - 1 - 719162;
}

/** The date so many days after 1970-01-01. */
export function dateOfDays(days: number): { year: number; month: number; day: number } {
  // Counted from 0000-03-01 in eras of 400 years, so that leap days come last.
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Monday is 0. */
export function weekdayOfDays(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

/** Seconds since 1970 as a date and time in a zone so far east of UTC. */
export function breakDown(seconds: number, offset: number, isDst: number, zone: string | null): BrokenTime {
  const local = seconds + offset;
  const days = Math.floor(local / SECONDS_A_DAY);
  const rest = local - days * SECONDS_A_DAY;
  const { year, month, day } = dateOfDays(days);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
    weekday: weekdayOfDays(days),
    yearDay: daysBeforeMonth(year, month) + day,
    isDst,
    zone,
    offset,
  };
}

/** The ISO year and week of a date (ISO 8601: the week with the year's first Thursday is its first). */
export function isoWeek(year: number, yearDay: number, weekday: number): { year: number; week: number } {
  const week = Math.floor((yearDay - 1 - weekday + 10) / 7);
  if (week < 1) {
    const before = year - 1;
    return { year: before, week: weeksInIsoYear(before) };
  }
  return week > weeksInIsoYear(year) ? { year: year + 1, week: 1 } : { year, week };
}

function weeksInIsoYear(year: number): number {
  const first = weekdayOfDays(daysSinceEpoch(year, 1, 1));
  return first === 3 || (first === 2 && isLeap(year)) ? 53 : 52;
}

// ── The host's zone ──

/** Seconds east of UTC of local time at the moment. */
export function localOffset(seconds: number): number {
  return Math.round(-new Date(seconds * 1000).getTimezoneOffset() * 60);
}

let standard: { readonly offset: number; readonly summer: number } | undefined;

/** Offsets in winter and summer, the smaller first: as the standard time of the zone. */
export function zoneOffsets(): { readonly offset: number; readonly summer: number } {
  if (standard === undefined) {
    const year = new Date().getFullYear();
    const [january, july] = [0, 6].map((month) => localOffset(Date.UTC(year, month, 1) / 1000));
    standard = { offset: Math.min(january!, july!), summer: Math.max(january!, july!) };
  }
  return standard;
}

let zoneFormat: Intl.DateTimeFormat | undefined;

/** Abbreviation of the zone at the moment, as the host knows it; without a name of its own, like `+03`. */
export function zoneName(seconds: number): string {
  const offset = localOffset(seconds);
  const { offset: winter, summer } = zoneOffsets();
  // Asking the host for a name costs 30 ms, at every start of a program that imports time.
  if (offset === 0 && winter === 0 && summer === 0) return 'UTC';
  zoneFormat ??= new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });
  const parts = zoneFormat.formatToParts(seconds * 1000);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  if (offset === 0 && /^(GMT|UTC)?$/.test(name)) return 'UTC';
  if (!/^(GMT|UTC)[+-]/.test(name)) return name;
  const minutes = Math.abs(offset) / 60;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}${minutes % 60 === 0 ? '' : two(minutes % 60)}`;
}

export function localTime(seconds: number): BrokenTime {
  const offset = localOffset(seconds);
  const { offset: winter, summer } = zoneOffsets();
  return breakDown(seconds, offset, winter !== summer && offset > winter ? 1 : 0, zoneName(seconds));
}

/** Seconds since 1970 of a local time; fields may lie beyond their ranges. */
export function secondsOfLocalTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  isDst: number,
): number {
  const months = year * 12 + (month - 1);
  const days = daysSinceEpoch(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1) + day - 1;
  const asUtc = days * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
  const { offset, summer } = zoneOffsets();
  if (isDst >= 0 && offset !== summer) return asUtc - (isDst > 0 ? summer : offset);
  let seconds = asUtc - localOffset(asUtc);
  seconds = asUtc - localOffset(seconds);
  return seconds;
}
