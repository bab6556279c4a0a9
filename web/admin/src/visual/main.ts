/*
 * The page in the frame of the visual editor. It has a Content-Security-Policy of its own, since GrapesJS writes styles
 * into its pages; it can load nothing but pictures, and calls nobody. docs/admin.md, "The visual editor".
 */
import 'grapesjs/dist/css/grapes.min.css';
import './visual.css';
import { BLOCKS } from './blocks';
import { LetterEditor } from './editor';
import type { FromFrame, ToFrame } from './messages';
import { button, showPanel } from './panel';

const tell = (message: FromFrame) => parent.postMessage(message, location.origin);

function start(): void {
  const letter = new LetterEditor((html) => tell({ type: 'changed', html }));
  const { editor } = letter;
  showTools(letter);
  showPanel(editor, document.querySelector<HTMLElement>('#panel')!);
  window.addEventListener('message', ({ source, origin, data }: MessageEvent<ToFrame>) => {
    if (source !== parent || origin !== location.origin) return;
    if (data.type === 'insert') letter.insert(data.text);
    else {
      document.documentElement.dataset['theme'] = data.dark ? 'dark' : 'light';
      tell({ type: 'opened', fits: letter.open(data.html) });
    }
  });
  editor.onReady(() => {
    const frame = editor.Canvas.getFrameEl();
    frame.title = 'The letter, to be edited';
    tell({ type: 'ready' });
  });
}

function showTools(letter: LetterEditor): void {
  const { editor } = letter;
  const group = (label: string, ...buttons: HTMLButtonElement[]) => {
    const element = document.createElement('div');
    element.setAttribute('role', 'group');
    element.ariaLabel = label;
    element.append(...buttons);
    return element;
  };
  document.querySelector('#tools')!.append(
    group('Add', ...BLOCKS.map(({ label, html }) => button(`+ ${label}`, () => letter.add(html)))),
    group('History', button('Undo', () => editor.UndoManager.undo()), button('Redo', () => editor.UndoManager.redo())),
  );
}

start();
