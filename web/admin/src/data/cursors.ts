/** Rows that a page may skip without a cursor; src/admin/admin.h, ADMIN_OFFSET_MAX. */
export const OFFSET_MAX = 10_000;

const LISTS_MAX = 50;

export type Place = { cursor: string } | { offset: number } | Record<string, never>;

/** Where the pages of lists begin: the cursor that the page before told. Cursors hold for one list, order and size. */
export class Cursors {
  readonly #lists = new Map<string, Map<number, string>>();

  /** How to ask for a page, or undefined when it lies too deep and the page before was not seen. */
  place(list: string, page: number, size: number): Place | undefined {
    if (page <= 1) return {};
    const cursor = this.#lists.get(list)?.get(page);
    if (cursor) return { cursor };
    const offset = (page - 1) * size;
    return offset <= OFFSET_MAX ? { offset } : undefined;
  }

  remember(list: string, page: number, next: string | null): void {
    let pages = this.#lists.get(list);
    if (!pages) {
      if (this.#lists.size >= LISTS_MAX) this.#lists.delete(this.#lists.keys().next().value!);
      pages = new Map();
      this.#lists.set(list, pages);
    }
    if (next) pages.set(page + 1, next);
    else pages.delete(page + 1);
  }
}
