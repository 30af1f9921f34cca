/** What tests read of a built site: its files, its pages as documents, and the numbers and texts of data.json. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseHTML } from 'linkedom';

/** The few members of the DOM that the tests use. */
export interface TestElement {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<TestElement & { readonly nodeType: number }>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): TestElement | null;
  querySelectorAll(selector: string): Iterable<TestElement>;
  closest(selector: string): TestElement | null;
}

export interface TestPage {
  /** From the site's root. */
  readonly path: string;
  readonly text: string;
  readonly document: TestElement;
}

export function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function pagesIn(folder: string): TestPage[] {
  return filesOf(folder)
    .filter((path) => path.endsWith('.html'))
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      return { path, text, document: parseHTML(text).document as unknown as TestElement };
    });
}

/** Every number and every text in a JSON value. */
export function leavesOf(value: unknown, numbers = new Set<number>(), texts = new Set<string>()) {
  if (typeof value === 'number') numbers.add(value);
  else if (typeof value === 'string') texts.add(value);
  else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      texts.add(key);
      leavesOf(item, numbers, texts);
    }
  }
  return { numbers, texts };
}

/** Texts of a page that stand outside the elements named; a span is part of the text around it. */
export function textsOutside(root: TestElement, selectors: string): string[] {
  const left = selectors.split(',');
  const found: string[] = [];
  const visit = (element: TestElement): void => {
    const place = found.push('') - 1;
    const collect = (inside: TestElement): void => {
      for (const child of inside.childNodes) {
        if (child.nodeType === 3) found[place] += child.textContent;
        else if (child.nodeType !== 1 || left.includes(child.localName)) continue;
        else if (child.localName === 'span') collect(child);
        else visit(child);
      }
    };
    collect(element);
  };
  visit(root);
  return found.filter((text) => text.trim() !== '');
}
