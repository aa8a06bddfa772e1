import { describe, expect, it } from 'vitest';
import { renderBar, standingText } from './progress.ts';

const standing = { update: 562, total: 1124, perplexity: 512.3, secondsLeft: 185 };

describe('renderBar', () => {
  it('is half full half way, with all there is to say in 80 columns', () => {
    expect(renderBar(standing, 80)).toBe(
      '███████░░░░░░░░ 50%  update 562/1124  training perplexity 512  3 min 5 s left',
    );
  });

  it('has 20 cells at most, from none to all of them', () => {
    expect(renderBar({ update: 0, total: 7 }, 500)).toBe(`${'░'.repeat(20)} 0%  update 0/7`);
    expect(renderBar({ update: 7, total: 7 }, 500)).toBe(`${'█'.repeat(20)} 100%  update 7/7`);
    expect(renderBar({ update: 8, total: 7 }, 500)).toBe(`${'█'.repeat(20)} 100%  update 8/7`);
  });

  it('leaves the last column of any terminal free', () => {
    const long = { update: 999_999, total: 1_000_000, perplexity: 123_456, secondsLeft: 1e6 };
    for (const each of [standing, long]) {
      for (let columns = 1; columns < 120; columns++) {
        expect(renderBar(each, columns).length).toBeLessThan(columns);
      }
      expect(renderBar(each, 120)).toContain(standingText(each));
    }
  });
});

describe('standingText', () => {
  it('says what is known', () => {
    expect(standingText({ update: 0, total: 3 })).toBe('update 0/3');
    expect(standingText({ update: 1, total: 3, perplexity: 99.6 })).toBe(
      'update 1/3  training perplexity 100',
    );
    expect(standingText(standing)).toBe('update 562/1124  training perplexity 512  3 min 5 s left');
  });
});
