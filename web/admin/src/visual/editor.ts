import grapesjs, { type Component, type Editor } from 'grapesjs';
import { asBody, balanceOf, meaningOf, protect, type Protected } from './protect';
import { templateTags } from './template';

/** Elements within a text: a paragraph with them is edited as one. */
const TEXT_TAGS = ['br', 'b', 'i', 'u', 's', 'a', 'ul', 'ol', 'strong', 'em', 'span', 'small', 'sup', 'sub', 'code', 'font'];

/** How long nothing changes before it is told. */
const PAUSE_MS = 150;

/**
 * GrapesJS as an editor of one letter: its canvas, without its panels. Styles stay in the elements, since mail readers
 * know no others; nothing is stored or loaded, and nobody is told of it.
 */
function startEditor(): Editor {
  return grapesjs.init({
    container: '#canvas',
    height: '100%',
    width: 'auto',
    telemetry: false,
    storageManager: false,
    avoidInlineStyle: false,
    forceClass: false,
    cssIcons: '',
    noticeOnUnload: false,
    panels: { defaults: [] },
    assetManager: { custom: true, upload: false },
    blockManager: { custom: true },
    layerManager: { custom: true },
    styleManager: { custom: true },
    traitManager: { custom: true },
    selectorManager: { custom: true },
    deviceManager: { devices: [] },
    parser: { textTags: TEXT_TAGS, parserHtml: asBody, optionsHtml: { keepEmptyTextNodes: true } },
    // Long values of a template are broken, as what stands for them will be.
    canvasCss: 'html{background:#fff}body{overflow-wrap:anywhere}',
  });
}

const sameTags = (a: string, b: string) => templateTags(a).join('\n') === templateTags(b).join('\n');

/** One letter in the editor. */
export class LetterEditor {
  readonly editor = startEditor();
  private letter: Protected = protect('');
  private last = '';
  private styles: HTMLStyleElement | null = null;
  private isOpening = false;

  constructor(onChange: (html: string) => void) {
    let timer = 0;
    this.editor.on('update', () => {
      if (this.isOpening) return;
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        const html = this.html();
        if (html === this.last) return;
        this.last = html;
        onChange(html);
      }, PAUSE_MS);
    });
  }

  /** Shows a letter. False: the editor would not give it back as it is, so that it must not be edited here. */
  open(source: string): boolean {
    this.isOpening = true;
    this.letter = protect(source);
    this.editor.setComponents(this.letter.html);
    this.letter.learn(this.serialized());
    this.editor.UndoManager.clear();
    this.showStyles();
    this.last = this.html();
    this.isOpening = false;
    return meaningOf(this.last) === meaningOf(source) && balanceOf(this.last) === balanceOf(source) && sameTags(this.last, source);
  }

  /** Adds behind what is chosen, or at the end; within a table's cell, in it. */
  add(html: string): void {
    const chosen = this.editor.getSelected();
    const parent = chosen?.parent();
    const added =
      !chosen || !parent
        ? this.editor.addComponents(html)
        : /^(td|th|body)$/.test(chosen.get('tagName') ?? '')
          ? chosen.append(html)
          : placeFor(chosen).parent()!.append(html, { at: placeFor(chosen).index() + 1 });
    const [first] = added;
    if (first) this.editor.select(first);
  }

  /** Puts text or HTML in where the cursor is, or behind what is chosen. */
  insert(text: string): void {
    const canvas = this.editor.Canvas.getDocument();
    const editing = this.editor.getEditing();
    if (editing && canvas) {
      canvas.execCommand('insertHTML', false, text);
      return;
    }
    const chosen = this.editor.getSelected();
    if (chosen?.is('text')) chosen.append(text);
    else this.add(text.startsWith('<') ? text : `<p style="margin:0 0 16px">${text}</p>`);
  }

  private html(): string {
    return this.letter.restore(this.serialized());
  }

  private serialized(): string {
    return this.editor.getWrapper()?.getInnerHTML() ?? '';
  }

  /** The letter's own style elements hold in the canvas too. */
  private showStyles(): void {
    const canvas = this.editor.Canvas.getDocument();
    if (!canvas) return;
    this.styles?.remove();
    this.styles = canvas.createElement('style');
    this.styles.textContent = this.letter.css;
    canvas.head.append(this.styles);
  }
}

/** Behind a row or a part of a text nothing can stand: then it is the whole of it. */
function placeFor(chosen: Component): Component {
  let place = chosen;
  for (let parent = place.parent(); parent; parent = place.parent()) {
    const within = /^(tr|tbody|thead|tfoot|table|a|span|b|strong|i|em|p|h[1-6])$/.test(parent.get('tagName') ?? '');
    if (!within) break;
    place = parent;
  }
  return place;
}
