"""Collects cases; templates.py asks Django about each."""

cases = []
names = {}
OPTIONS = {"_includes": "includes", "_autoescape": "autoescape", "_moments": "moments", "_now": "now", "_zone": "zone"}


def add(group, template, context, options):
    names[group] = names.get(group, 0) + 1
    case = {"name": f"{group} {names[group]}", "group": group, "template": template, "context": context}
    case |= {OPTIONS[option]: value for option, value in options.items()}
    cases.append(case)


def group(name):
    """A function that adds a case for each template that it is given. Keywords are the context; those that begin with
    an underscore are the case's own (OPTIONS); _context is a context whose names are no keywords."""

    def add_all(*templates, _context=None, **keywords):
        options = {key: value for key, value in keywords.items() if key in OPTIONS}
        context = _context or {key: value for key, value in keywords.items() if key not in OPTIONS}
        for template in templates:
            add(name, template, context, options)

    return add_all


def filtered(name, values, *filters, **options):
    """`{{ v|filter }}` for each value and each filter."""
    add_all = group(name)
    for value in values:
        add_all(*("{{ v|" + one + " }}" for one in filters), v=value, **options)
