/** What a letter can say of its reader; docs/campaigns.md, "Merge fields". */
export interface MergeField {
  label: string;
  text: string;
  /** What stands there for whom nothing is known of. */
  help?: string;
}

export const MERGE_FIELDS: MergeField[] = [
  { label: 'First name, or “there”', text: '{{ recipient_first_name|default:"there" }}', help: 'Prospects have no name' },
  { label: 'First name', text: '{{ recipient_first_name }}' },
  { label: 'Last name', text: '{{ recipient_last_name }}' },
  { label: 'Whole name', text: '{{ recipient_name }}' },
  { label: 'E-mail address', text: '{{ recipient_email }}' },
  { label: 'The shop’s name', text: '{{ store.name }}' },
  { label: 'The shop’s address', text: '{{ site_url }}', help: 'As in href="{{ site_url }}/products"' },
];

/** Those that are more than a text: only for HTML. */
export const HTML_FIELDS: MergeField[] = [
  { label: 'Link to unsubscribe', text: '<a href="{{ unsubscribe_url }}">Unsubscribe</a>', help: 'Every campaign needs it' },
  { label: 'Link to what they want to get', text: '<a href="{{ preferences_url }}">Choose what you get</a>' },
];

/** The same for plain text. */
export const TEXT_FIELDS: MergeField[] = [
  { label: 'Address to unsubscribe', text: '{{ unsubscribe_url }}', help: 'Every campaign needs it' },
  { label: 'Address to choose what they get', text: '{{ preferences_url }}' },
];

/** How a letter can begin. */
export const STARTERS: { label: string; help: string; html: string }[] = [
  {
    label: 'In the shop’s layout',
    help: 'Looks like the shop’s other mails, and has the link to unsubscribe.',
    html: `{% extends "layout" %}
{% block preheader %}{{ preheader }}{% endblock %}
{% block content %}
<h1 style="margin:0 0 16px;font-size:24px;line-height:1.25">Hello {{ recipient_first_name|default:"there" }},</h1>
<p style="margin:0 0 16px">Write here what is new.</p>
<p style="margin:0 0 16px"><a href="{{ site_url }}/" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#1f5f5b;color:#ffffff;text-decoration:none">Have a look</a></p>
{% endblock %}
`,
  },
  {
    label: 'On its own',
    help: 'A simple page that you can change in every part.',
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ store.name }}</title>
</head>
<body style="margin:0;padding:0;background:#f4f2ee">
<div style="display:none;max-height:0;overflow:hidden">{{ preheader }}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;text-align:left;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#22262a">
<tr><td style="padding:32px">
<h1 style="margin:0 0 16px;font-size:24px;line-height:1.25">Hello {{ recipient_first_name|default:"there" }},</h1>
<p style="margin:0 0 16px">Write here what is new.</p>
<p style="margin:0"><a href="{{ site_url }}/" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#1f5f5b;color:#ffffff;text-decoration:none">Have a look</a></p>
</td></tr>
<tr><td style="padding:16px 32px;font-size:13px;color:#6b6f73">
<p style="margin:0">You get this since you asked {{ store.name }} for news. <a href="{{ unsubscribe_url }}" style="color:#6b6f73">Unsubscribe</a></p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`,
  },
];
