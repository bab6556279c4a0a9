"""Whole mails, as a shop sends them."""

from .table import group

ORDER = {
    "shop": {"name": "Quill & Moor", "url": "https://shop.example", "email": "help@shop.example"},
    "member": {"first_name": "Zoë", "last_name": "O'Hara <x>", "newsletter": True},
    "order": {
        "identifier": "QM-2026-0042", "placed": "2026-11-25T18:41:00+01:00", "total": 61.5, "discount": 0,
        "shipping": {"name": "Post", "cost": 4.9},
        "lines": [{"title": "Ink, \"Moor\" black", "quantity": 2, "price": 12.5, "options": {"Size": "50 ml"}},
        {"title": "Paper & envelope", "quantity": 1, "price": 31.6, "options": {}}, {"title": "Nib <F>", "quantity": 0,
        "price": 0.1, "options": {"Width": "F", "Metal": "Stahl"}}],
        "address": {"lines": ["Hauptstraße 1", "", "10115 Berlin"], "country": "DE"},
    },
}
HTML = """{% extends "base.html" %}
{% block title %}Order {{ order.identifier }} — {{ block.super }}{% endblock %}
{% block content %}
<p>Dear {{ member.first_name }} {{ member.last_name|default:"customer" }},</p>
<p>placed on {{ order.placed|date:"l, jS F Y, H:i T" }}.</p>
<table>{% for line in order.lines %}{% if line.quantity %}
  <tr class="{% cycle 'odd' 'even' %}"><td>{{ forloop.counter }}</td><td>{{ line.title }}{% for name, value in line.options.items %} ({{ name }}: {{ value }}){% endfor %}</td>
  <td>{{ line.quantity }} item{{ line.quantity|pluralize }}</td><td>€{{ line.price|floatformat:2 }}</td></tr>{% endif %}{% empty %}<tr><td>nothing</td></tr>{% endfor %}
</table>
{% with total=order.total|floatformat:2 %}<p>Total €{{ total }}{% if order.discount %}, discount €{{ order.discount|floatformat:2 }}{% elif order.shipping.cost > 0 %}, shipping €{{ order.shipping.cost|floatformat:2 }}{% endif %}</p>{% endwith %}
{% include "address.html" with address=order.address only %}
{% endblock %}
"""
BASE = """<!doctype html>
<title>{% block title %}{{ shop.name }}{% endblock %}</title>
{% spaceless %}<body> <div>{% block content %}{% endblock %}</div> </body>{% endspaceless %}
{# the foot #}<p><a href="{{ shop.url }}/u?e={{ shop.email|urlencode }}">unsubscribe</a> © {% now "Y" %} {{ shop.name }}</p>
"""
TEXT = """{% autoescape off %}Dear {{ member.first_name|default:"customer" }},

{% for line in order.lines %}{{ line.quantity|stringformat:"3d" }} x {{ line.title|ljust:24 }}{{ line.price|floatformat:2|rjust:8 }}
{% endfor %}
{{ "Total"|ljust:30 }}{{ order.total|floatformat:2|rjust:8 }}

{% for line in order.address.lines %}{% if line %}{{ line }}
{% endif %}{% endfor %}
{{ note|default:"Thank you for shopping with us. We hope that you come back soon."|wordwrap:30 }}
-- 
{{ shop.name }}
{% endautoescape %}"""
INCLUDES = {"base.html": BASE,
            "address.html": "<address>{% for line in address.lines %}{% if line %}{{ line }}{% if not forloop.last %}<br>{% endif %}{% endif %}{% endfor %} {{ address.country }}{{ member.first_name }}</address>"}
SUBJECTS = ["Your order {{ order.identifier }} at {{ shop.name }}",
            "{{ member.first_name|capfirst }}, {{ order.lines|length }} thing{{ order.lines|length|pluralize }}",
            "{% if order.total >= 50 %}Big{% else %}Small{% endif %} order",
            "{{ shop.name|upper }}: {{ order.lines.0.title|truncatechars:8 }}",
            "{% for l in order.lines %}{{ l.title }}{% if not forloop.last %}, {% endif %}{% endfor %}",
            "{% firstof member.nick member.first_name 'you' %}"]

show = group("mails")
show(HTML, BASE, **ORDER, _includes=INCLUDES, _moments=["order.placed"])
show(TEXT, *SUBJECTS, **ORDER, _autoescape=False, _moments=["order.placed"])
show(HTML, TEXT, _context={}, _includes=INCLUDES)
show(HTML, order={"lines": []}, _includes=INCLUDES)
