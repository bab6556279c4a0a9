import type { Component, Editor } from 'grapesjs';
import { FIXED } from './protect';

/** What can be set of a part, as the attribute or the style that it is. */
interface Setting {
  label: string;
  of: 'style' | 'attribute';
  name: string;
  /** Of these elements alone. */
  only?: RegExp;
  choices?: [value: string, label: string][];
  kind?: 'color';
  placeholder?: string;
}

const SETTINGS: Setting[] = [
  { label: 'Leads to', of: 'attribute', name: 'href', only: /^a$/, placeholder: 'https://' },
  { label: 'Picture at', of: 'attribute', name: 'src', only: /^img$/, placeholder: 'https://' },
  { label: 'In words, for whom pictures don’t show', of: 'attribute', name: 'alt', only: /^img$/ },
  { label: 'Colour', of: 'style', name: 'color', only: /^(?!img|hr)/, kind: 'color', placeholder: '#22262a' },
  { label: 'Background', of: 'style', name: 'background', only: /^(?!img|hr)/, kind: 'color', placeholder: '#ffffff' },
  { label: 'Size of letters', of: 'style', name: 'font-size', only: /^(?!img|hr)/, placeholder: '16px' },
  {
    label: 'Weight',
    of: 'style',
    name: 'font-weight',
    only: /^(?!img|hr)/,
    choices: [
      ['', 'As around it'],
      ['400', 'Regular'],
      ['700', 'Bold'],
    ],
  },
  {
    label: 'Aligned',
    of: 'style',
    name: 'text-align',
    only: /^(?!img|a|hr)/,
    choices: [
      ['', 'As around it'],
      ['left', 'Left'],
      ['center', 'Centre'],
      ['right', 'Right'],
    ],
  },
  { label: 'Width', of: 'style', name: 'width', only: /^(img|table|td|div)$/, placeholder: '100%' },
  { label: 'Space within', of: 'style', name: 'padding', placeholder: '12px 24px' },
  { label: 'Space around', of: 'style', name: 'margin', placeholder: '0 0 16px' },
  { label: 'Round corners', of: 'style', name: 'border-radius', only: /^(a|td|div|img|table)$/, placeholder: '6px' },
];

const NAMES: Record<string, string> = {
  a: 'Link', img: 'Picture', p: 'Paragraph', h1: 'Heading', h2: 'Heading', h3: 'Heading', table: 'Table', tr: 'Row', td: 'Cell', tbody: 'Rows',
  hr: 'Line', div: 'Box', span: 'Words', body: 'Letter', ul: 'List', ol: 'List', li: 'Entry of a list',
};

const tagOf = (part: Component) => (part.get('tagName') ?? '').toLowerCase();
export const nameOf = (part: Component) => NAMES[tagOf(part)] ?? 'Part';

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, set: Partial<HTMLElementTagNameMap[Name]> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), set);
  element.append(...children);
  return element;
}

export const button = (label: string, onClick: () => void, disabled = false) => make('button', { type: 'button', disabled, onclick: onClick }, label);

/** What is chosen in the canvas, and what can be done with it. */
export function showPanel(editor: Editor, place: HTMLElement): void {
  const show = () => {
    const part = editor.getSelected();
    if (place.contains(document.activeElement) && place.dataset['part'] === part?.cid) return;
    place.dataset['part'] = part?.cid ?? '';
    place.replaceChildren(...(part ? partOf(editor, part) : [make('p', {}, 'Click a part of the letter to change it; click twice to write in it.')]));
  };
  place.addEventListener('submit', (event) => event.preventDefault());
  editor.on('component:selected component:deselected component:styleUpdate component:update:attributes', show);
  show();
}

function partOf(editor: Editor, part: Component): Node[] {
  const isWhole = !part.parent();
  const isFixed = FIXED in part.getAttributes();
  const settings = SETTINGS.filter(({ only }) => !only || only.test(tagOf(part)));
  return [
    make('h2', {}, nameOf(part)),
    ...(isWhole ? [] : [moves(editor, part)]),
    ...(isFixed ? [make('p', {}, 'Tags of the template make up its looks. Change them in the code.')] : isWhole ? [] : settings.map((setting) => field(part, setting))),
  ];
}

function moves(editor: Editor, part: Component): HTMLElement {
  const parent = part.parent()!;
  const at = part.index();
  const siblings = parent.components().models.map((each, place) => ({ each, place })).filter(({ each }) => !each.is('textnode') && !each.is('comment'));
  const before = siblings.findLast(({ place }) => place < at);
  const after = siblings.find(({ place }) => place > at);
  const moveTo = (place: number) => {
    part.move(parent, { at: place });
    editor.select(part);
  };
  return make(
    'div',
    { className: 'moves' },
    button('Around it', () => editor.select(parent), !parent.parent()),
    button('Up', () => before && moveTo(before.place), !before),
    button('Down', () => after && moveTo(after.place + 1), !after),
    button('Copy', () => editor.select(parent.append(part.clone(), { at: at + 1 })[0])),
    button('Remove', () => {
      editor.select(undefined);
      part.remove();
    }),
  );
}

function valueOf(part: Component, { of, name }: Setting): string {
  const value = of === 'style' ? part.getStyle()[name] : part.getAttributes()[name];
  return typeof value === 'string' ? value : '';
}

function setValue(part: Component, { of, name }: Setting, value: string): void {
  if (of === 'style') {
    if (value) part.addStyle({ [name]: value });
    else part.removeStyle(name);
  } else part.addAttributes({ [name]: value });
}

const HEX = /^#[0-9a-f]{6}$/i;

function field(part: Component, setting: Setting): HTMLElement {
  const value = valueOf(part, setting);
  const { label, choices, kind, placeholder } = setting;
  if (choices) {
    const known = choices.some(([each]) => each === value) ? choices : [...choices, [value, value] as [string, string]];
    const select = make('select', {}, ...known.map(([each, text]) => make('option', { value: each, selected: each === value }, text)));
    select.onchange = () => setValue(part, setting, select.value);
    return make('label', {}, label, select);
  }
  const input = make('input', { type: 'text', value, ...(placeholder && { placeholder }) });
  input.onchange = () => setValue(part, setting, input.value.trim());
  if (kind !== 'color') return make('label', {}, label, input);
  const swatch = make('input', { type: 'color', value: HEX.test(value) ? value : (placeholder ?? '#000000') });
  swatch.ariaLabel = `${label}, chosen by eye`;
  swatch.onchange = () => {
    input.value = swatch.value;
    setValue(part, setting, swatch.value);
  };
  return make('div', { className: 'colour' }, make('label', {}, label, input), swatch);
}
