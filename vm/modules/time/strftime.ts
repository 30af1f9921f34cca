/** `strftime` of the C library in the C locale (ISO C 7.27.3.5; GNU flags `-`, `_`, `0`, `^`, `#` and widths). */
import { type BrokenTime, isoWeek, secondsOfLocalTime } from './calendar.ts';

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

interface Piece {
  readonly text: string;
  /** How the text is filled up to `width`; none for plain text. */
  readonly fill: '0' | ' ' | '';
  readonly width: number;
}

const number = (value: number, width: number, fill: '0' | ' ' = '0'): Piece => ({
  text: String(value),
  fill,
  width,
});
const text = (value: string): Piece => ({ text: value, fill: '', width: 0 });

function padded({ text: value, fill, width }: Piece, flag: string, wanted: number): string {
  if (flag === '-') return value;
  const filler = flag === '_' ? ' ' : flag === '0' ? '0' : fill === '' ? ' ' : fill;
  const size = Math.max(wanted, fill === '' ? 0 : width);
  if (value.startsWith('-') && filler === '0') return `-${value.slice(1).padStart(size - 1, '0')}`;
  return value.padStart(size, filler);
}

function offsetText(offset: number | null): string {
  if (offset === null) return '+0000';
  const minutes = Math.floor(Math.abs(offset) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;

function piece(directive: string, time: BrokenTime): Piece | undefined {
  const { year, month, day, hour, minute, second, weekday, yearDay } = time;
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  const all = (format: string): Piece => text(strftime(format, time));
  switch (directive) {
    case 'a':
      return text(DAY_NAMES[weekday]!.slice(0, 3));
    case 'A':
      return text(DAY_NAMES[weekday]!);
    case 'b':
    case 'h':
      return text(MONTH_NAMES[month - 1]!.slice(0, 3));
    case 'B':
      return text(MONTH_NAMES[month - 1]!);
    case 'c':
      return all('%a %b %e %H:%M:%S %Y');
    case 'C':
      return number(Math.floor(year / 100), 1);
    case 'd':
      return number(day, 2);
    case 'D':
    case 'x':
      return all('%m/%d/%y');
    case 'e':
      return number(day, 2, ' ');
    case 'F':
      return all('%Y-%m-%d');
    case 'g':
      return number(mod(isoWeek(year, yearDay, weekday).year, 100), 2);
    case 'G':
      return number(isoWeek(year, yearDay, weekday).year, 1);
    case 'H':
      return number(hour, 2);
    case 'I':
      return number(hour12, 2);
    case 'j':
      return number(yearDay, 3);
    case 'k':
      return number(hour, 2, ' ');
    case 'l':
      return number(hour12, 2, ' ');
    case 'm':
      return number(month, 2);
    case 'M':
      return number(minute, 2);
    case 'n':
      return text('\n');
    case 'p':
      return text(hour < 12 ? 'AM' : 'PM');
    case 'P':
      return text(hour < 12 ? 'am' : 'pm');
    case 'r':
      return all('%I:%M:%S %p');
    case 'R':
      return all('%H:%M');
    case 's':
      return number(secondsOfLocalTime(year, month, day, hour, minute, second, time.isDst), 1);
    case 'S':
      return number(second, 2);
    case 't':
      return text('\t');
    case 'T':
    case 'X':
      return all('%H:%M:%S');
    case 'u':
      return number(weekday + 1, 1);
    case 'U':
      return number(Math.floor((yearDay - 1 + 7 - ((weekday + 1) % 7)) / 7), 2);
    case 'V':
      return number(isoWeek(year, yearDay, weekday).week, 2);
    case 'w':
      return number((weekday + 1) % 7, 1);
    case 'W':
      return number(Math.floor((yearDay - 1 + 7 - weekday) / 7), 2);
    case 'y':
      return number(mod(year, 100), 2);
    case 'Y':
      return number(year, 1);
    case 'z':
      return text(offsetText(time.offset));
    case 'Z':
      return text(time.zone ?? '');
    case '%':
      return text('%');
    default:
      return undefined;
  }
}

const DIRECTIVE = /%([-_0^#]*)(\d*)[EO]?([a-zA-Z%+])/g;

/** What is no directive stays as it is. */
export function strftime(format: string, time: BrokenTime): string {
  return format.replace(DIRECTIVE, (whole, flags: string, width: string, directive: string) => {
    const found = piece(directive, time);
    if (found === undefined) return whole;
    const padding = [...flags].reverse().find((flag) => '-_0'.includes(flag)) ?? '';
    let result = padded(found, padding, width === '' ? 0 : Number(width));
    if (flags.includes('^')) result = result.toUpperCase();
    else if (flags.includes('#'))
      result = directive === 'p' || directive === 'Z' ? result.toLowerCase() : result.toUpperCase();
    return result;
  });
}
