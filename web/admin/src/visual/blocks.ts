/** Parts that somebody can add. Mail readers know tables and inline styles, so they are made of those. */
export interface Block {
  label: string;
  html: string;
}

const column = '<td width="50%" valign="top" style="padding:8px"><p style="margin:0">Write here.</p></td>';
const table = (rows: string, style = '') => `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"${style && ` style="${style}"`}><tbody>${rows}</tbody></table>`;

export const BLOCKS: Block[] = [
  { label: 'Heading', html: '<h2 style="margin:0 0 12px;font-size:20px;line-height:1.3">A heading</h2>' },
  { label: 'Text', html: '<p style="margin:0 0 16px">Write here what is new.</p>' },
  {
    label: 'Button',
    html: '<p style="margin:0 0 16px"><a href="{{ site_url }}/" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#1f5f5b;color:#ffffff;text-decoration:none">Have a look</a></p>',
  },
  { label: 'Line', html: '<hr style="margin:24px 0;border:0;border-top:1px solid #d9d6cf">' },
  { label: 'Space', html: '<div style="height:24px;line-height:24px;font-size:1px">&nbsp;</div>' },
  { label: 'Two columns', html: table(`<tr>${column}${column}</tr>`, 'margin:0 0 16px') },
  { label: 'Coloured box', html: table('<tr><td style="padding:24px;background:#eef3f1;border-radius:8px"><p style="margin:0">Write here.</p></td></tr>', 'margin:0 0 16px') },
];
