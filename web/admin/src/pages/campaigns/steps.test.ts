import { describe, expect, test } from 'vitest';
import { isDone, isFailed, missing, stepOf, subjectHint } from './steps';

const draft = { status: 'draft', started_at: null, subject: '', html: '' } as const;

describe('steps', () => {
  test('what is missing is named', () => {
    expect(missing('write', draft)).toEqual(['a subject', 'the letter itself']);
    expect(missing('write', { ...draft, subject: 'News', html: ' \n' })).toEqual(['the letter itself']);
    expect(missing('audience', draft)).toEqual([]);
    expect(missing('audience', draft, 0)).toEqual(['somebody to send it to']);
    expect(missing('check', draft)).toEqual(['the checks']);
    expect(missing('check', { ...draft, status: 'ready' })).toEqual([]);
    expect(missing('send', { ...draft, status: 'ready' })).toEqual(['your word to send it']);
    expect(missing('send', { ...draft, status: 'ready', scheduled_at: '2026-12-01T09:00:00Z' })).toEqual([]);
    expect(missing('send', { ...draft, status: 'paused' })).toEqual([]);
    expect(missing('results', draft)).toHaveLength(1);
  });

  test('the audience has its tick once somebody is known to get it', () => {
    expect(isDone('audience', draft)).toBe(false);
    expect(isDone('audience', draft, 0)).toBe(false);
    expect(isDone('audience', draft, 3)).toBe(true);
    expect(isDone('audience', { ...draft, status: 'sending' })).toBe(true);
    expect(isDone('write', { ...draft, subject: 'News', html: 'x' })).toBe(true);
  });

  test('a page begins where there is something to do', () => {
    const written = { ...draft, subject: 'News', html: '<p>Hello</p>' };
    expect(stepOf(draft)).toBe('write');
    expect(stepOf(written)).toBe('check');
    expect(stepOf({ ...written, status: 'ready' })).toBe('send');
    expect(stepOf({ ...written, status: 'paused' })).toBe('send');
    expect(stepOf({ ...written, status: 'sent' })).toBe('results');
  });

  test('one that was cancelled before it began has no results', () => {
    expect(missing('results', { ...draft, status: 'cancelled' })).toHaveLength(1);
    expect(missing('results', { ...draft, status: 'cancelled', started_at: '2026-11-26T00:00:00Z' })).toEqual([]);
  });

  test('a waived check does not fail', () => {
    const check = { name: 'spf', passed: false, waived: true, message: '' };
    expect(isFailed(check)).toBe(false);
    expect(isFailed({ ...check, waived: false })).toBe(true);
  });

  test('the length of a subject is counted in letters', () => {
    expect(subjectHint('☕'.repeat(40))).toMatch(/^40 letters: it fits/);
    expect(subjectHint('a'.repeat(51))).toMatch(/phones cut it/);
    expect(subjectHint('a'.repeat(71))).toMatch(/after 70/);
    expect(subjectHint(' ')).toMatch(/read first/);
  });
});
