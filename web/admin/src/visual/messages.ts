/** What the admin and the frame of the visual editor tell each other. Both are of this site; each looks who it was. */
export type ToFrame = { type: 'open'; html: string; dark: boolean } | { type: 'insert'; text: string };

export type FromFrame =
  | { type: 'ready' }
  /** `fits`: whether the editor gives the letter back as it is. */
  | { type: 'opened'; fits: boolean }
  | { type: 'changed'; html: string };
