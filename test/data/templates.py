#!/usr/bin/env python3
"""Writes templates.json: templates, contexts, and what Django makes of them.

The expected texts come from Django 3.2 itself (django_oracle.py); the cases stand in template_cases/. Where a later
Django documents another behaviour, the case stands in templates_extra.json, written by hand with its reason. Run it
again when a case changes:

    apt-get install python3-django
    /usr/bin/python3 test/data/templates.py

A case has name, group, template, context; `expected`, or `error` (true) with `syntax` (compiling fails already) and
`line` (of the template "case"; where Django tells it); and, where they matter, autoescape, includes, moments, now and
zone, as in django_oracle.py.
"""

import importlib
import json
from pathlib import Path

import django_oracle
from template_cases import table

HERE = Path(__file__).parent
PARTS = ["lookups", "conditions", "loops", "tags", "inheritance", "syntax", "texts", "lists", "numbers", "html", "times",
         "mails"]


def answered(case):
    text, wrong = django_oracle.render(case)
    if wrong is None:
        return case | {"expected": text}
    answer = {"error": True, "syntax": wrong["syntax"]}
    if wrong["line"]:
        answer["line"] = wrong["line"]
    return case | answer


for part in PARTS:
    importlib.import_module(f"template_cases.{part}")
lines = ",\n".join(json.dumps(answered(case)) for case in table.cases)
(HERE / "templates.json").write_text(f"[\n{lines}\n]\n", encoding="ascii")
print(f"{len(table.cases)} cases in {len(table.names)} groups")
