/** Text of others is harmless in Markdown, in plain fields and on the log. */
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../testing/markdown.ts';
import { codeText, commandData, plainText, withCommandsStopped } from './untrusted-text.ts';

describe('plain text', () => {
  test('is one line without control, bidi and zero-width characters', () => {
    expect(plainText('a\u202eb\u200bc\u0007d\u2066e\u2060f\u{e0041}g\r\nh\ti')).toBe('abcdefg h i');
  });

  test('is normalised: full-width and styled letters are plain ones', () => {
    expect(plainText('＠ｅｖｉｌ 𝐛𝐨𝐥𝐝 ﬁ')).toBe('@evil bold fi');
  });

  test('does not reach into other lines by piled-up marks', () => {
    expect(plainText(`z${'\u0335'.repeat(50)}`)).toBe('z\u0335\u0335');
  });

  test('is cut by characters, not in the middle of one', () => {
    expect(plainText('😀'.repeat(10), 4)).toBe('😀😀😀…');
    expect(plainText('x'.repeat(10_000_000)).length).toBe(120);
    expect(plainText('\ud800broken')).toBe('broken');
  });
});

describe('code in Markdown', () => {
  test('has an entity for whatever is not a letter or digit', () => {
    expect(codeText('@octo `x` <b>|#1')).toBe(
      '<code><wbr>&#64;octo&#32;&#96;x&#96;&#32;&#60;b&#62;&#124;&#35;1</code>',
    );
    expect(codeText('naïve_名前')).toBe('<code>naïve&#95;名前</code>');
  });

  test('is no address, though addresses are looked for after entities are resolved', () => {
    const { links, html } = readMarkdown(codeText('a@evil.example https://evil.example www.evil.example'));
    expect([links, new Set(html)]).toEqual([[], new Set(['<code>', '</code>', '<wbr>'])]);
  });

  test('is never empty', () => {
    expect(codeText('\u200b')).toBe('<code>&#45;</code>');
  });
});

test('on a job’s log no line of it is a command', () => {
  expect(withCommandsStopped('::add-mask::x\n::token::', 'token')).toBe(
    '::stop-commands::token\n::add-mask::x\n::::\n::token::\n',
  );
  expect(commandData('a%\r\n::error::b')).toBe('a%25%0D%0A::error::b');
});
