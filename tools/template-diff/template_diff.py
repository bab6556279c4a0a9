#!/usr/bin/python3
"""Renders random templates with Django and with the shop's engine, and shows where the two differ.

    make template-diff SECONDS=60 SEED=1

Each difference is made as small as it gets and shown once for each set of tags and filters that it still has. A
difference is another text, an error of one of them only, an engine that crashes or that takes longer than 10 seconds.
Errors that both have are taken for the same; the line of a syntax error is compared.
"""

import argparse
import json
import random
import re
import select
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "../../test/data"))

import django_oracle  # noqa: E402
from grammar import Grammar  # noqa: E402

ANSWER_SECONDS = 10
SHRINK_ROUNDS = 800  # renderings that making one difference smaller may take

# Differences that are meant: patterns of Django's answer, of the engine's and of the template, and why.
KNOWN = [
    ("Failed lookup for key", "", "", "in Django an argument that is missing fails only when the filter is reached"),
    ("", "which the filter .* wants as its argument", "", "the same within block.super, where Django hides it"),
    ("sequence item .* expected str", "", "filter", "in Django a text must come out of a filter tag"),
    ("", "", r"\{%\s*(else|empty|end\w+)\s*[^\s%]", "Django takes such a tag for another one"),
    ("", "", r"floatformat:(['\"])(?!-?\d*g?\1)", "Django 3.2 gives repr() of a text; since 4.0 it is str()"),
    ("", "", r"json_script:(''|\"\")", "since 4.1 an empty id is none"),
    ("", "", r"safe.*urlencode", "in Python quote() of an empty text is that text, so that it stays safe"),
    ("", "expected to read: now", "", "Django takes any word for a format"),
    ("", r"^\d+: ", "elif", "Django tells the line of {% if %}, the engine that of {% elif %}"),
    ("", "was expected to read: with", "", "Django takes any word for a name"),
]

PIECES = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\})")
WORDS = re.compile(r"\{%\s*(\w+)|\|\s*(\w+)")


class Engine:
    """The program that renders a case a line."""

    def __init__(self, program):
        self.program = program
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def restart(self, why):
        self.process.kill()
        self.process.wait()
        self.start()
        return {"crash": why}

    def render(self, case):
        try:
            self.process.stdin.write(json.dumps(case).encode() + b"\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], ANSWER_SECONDS)[0]:
                return self.restart(f"no answer within {ANSWER_SECONDS} seconds")
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        return json.loads(line) if line else self.restart(f"it ended with status {self.process.wait()}")


def is_known(case, theirs, ours):
    sources = "".join([case["template"], *case.get("includes", {}).values()])
    return any(re.search(their, theirs) and re.search(our, ours) and re.search(has, sources)
               for their, our, has, _ in KNOWN)


def difference(engine, case):
    """None, or (kind, Django's answer, the engine's)."""
    found = any_difference(engine, case)
    return found if found and (found[0] == "crash" or not is_known(case, *found[1:])) else None


def any_difference(engine, case):
    text, wrong = django_oracle.render(case)
    answer = engine.render(case)
    if "crash" in answer:
        return "crash", text if wrong is None else wrong["says"], answer["crash"]
    if wrong is None and "error" in answer:
        return "an error of the engine only", text, f"{answer['name']}:{answer['line']}: {answer['error']}"
    if wrong is not None and "error" not in answer:
        return "an error of Django only", wrong["says"], answer["text"]
    if wrong is None:
        return None if answer["text"] == text else ("another text", text, answer["text"])
    if wrong["line"] and answer["syntax"] and answer["line"] != wrong["line"]:
        return "another line", f"{wrong['line']}: {wrong['says']}", f"{answer['line']}: {answer['error']}"
    return None


def smaller_templates(template):
    pieces = [piece for piece in PIECES.split(template) if piece]
    for size in (8, 4, 3, 2, 1):
        for at in range(0, len(pieces) - size + 1):
            if size < len(pieces):
                yield "".join(pieces[:at] + pieces[at + size:])
    # A tag and its end, with what is between left in place.
    for at in range(len(pieces)):
        for end in range(at + 1, len(pieces)):
            if pieces[end].startswith("{% end"):
                yield "".join(pieces[:at] + pieces[at + 1:end] + pieces[end + 1:])
    for size in (12, 6, 3, 2, 1):
        for at in range(0, len(template) - size + 1):
            yield template[:at] + template[at + size:]


def smaller_values(value):
    if isinstance(value, dict):
        for key in value:
            yield {other: value[other] for other in value if other != key}
            for smaller in smaller_values(value[key]):
                yield value | {key: smaller}
    elif isinstance(value, list):
        for at in range(len(value)):
            yield value[:at] + value[at + 1:]
            for smaller in smaller_values(value[at]):
                yield value[:at] + [smaller] + value[at + 1:]
    elif isinstance(value, str):
        for at in range(len(value)):
            yield value[:at] + value[at + 1:]


def smaller_cases(case):
    for name in case.get("includes", {}):
        yield case | {"includes": {other: source for other, source in case["includes"].items() if other != name}}
        for template in smaller_templates(case["includes"][name]):
            yield case | {"includes": case["includes"] | {name: template}}
    for template in smaller_templates(case["template"]):
        yield case | {"template": template}
    for context in smaller_values(case["context"]):
        yield case | {"context": context, "moments": [path for path in case["moments"] if path in context]}


def shrink(engine, case, kind):
    left = SHRINK_ROUNDS
    shrinking = True
    while shrinking:
        shrinking = False
        for smaller in smaller_cases(case):
            left -= 1
            if left < 0:
                return case
            try:
                found = difference(engine, smaller)
            except ValueError:  # a moment that is none any more
                continue
            if found and found[0] == kind:
                case, shrinking = smaller, True
                break
    return case


def signature(kind, case):
    sources = [case["template"], *case.get("includes", {}).values()]
    return kind, tuple(sorted({word for source in sources for found in WORDS.findall(source) for word in found if word}))


def show(kind, case, expected, actual):
    print(f"\n{kind}\n  template {json.dumps(case['template'], ensure_ascii=False)}")
    for field in ("includes", "context", "autoescape"):
        if field in case and case[field] != {}:
            print(f"  {field:8} {json.dumps(case[field], ensure_ascii=False)}")
    print(f"  Django   {json.dumps(expected)}\n  engine   {json.dumps(actual)}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("program", help="the template-diff that the build makes")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    engine, source = Engine(options.program), random.Random(options.seed)
    grammar, seen, cases = Grammar(source), {}, 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        case = grammar.case()
        cases += 1
        found = difference(engine, case)
        if not found:
            continue
        case = shrink(engine, case, found[0])
        mark = signature(found[0], case)
        seen[mark] = seen.get(mark, 0) + 1
        if seen[mark] == 1:
            show(*[found[0], case], *difference(engine, case)[1:])
    print(f"\n{cases} templates, {sum(seen.values())} differences of {len(seen)} kinds")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
