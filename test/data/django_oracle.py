"""What the real Django makes of a template: the oracle of templates.py and of tools/template-diff.

Django 3.2, as Debian has it (apt-get install python3-django). A case is a dict that JSON can hold:

    template    the source
    context     a dict
    includes    {name: source}, what {% include %} and {% extends %} find; may be missing
    autoescape  true unless it says otherwise
    moments     paths of context entries ("order.placed", "visits.0") whose ISO 8601 text Django gets as a datetime,
                date or time; the shop's engine takes the text itself
    now, zone   the clock (ISO 8601 with offset) and the time zone; NOW and ZONE when missing
"""

import copy
import datetime
import os
import sys
import time
import types

try:
    import django.conf
except ImportError:
    sys.exit("Django is missing: apt-get install python3-django")

NOW = "2026-11-25T19:41:07+01:00"
ZONE = "Europe/Berlin"
NAME = "case"

# Texts are not translated, so that no language files are read; numbers and times are formatted as in English.
django.conf.settings.configure(USE_TZ=True, USE_L10N=True, USE_I18N=False, TIME_ZONE=ZONE)

from django.template import Context, Engine, TemplateSyntaxError  # noqa: E402
from django.template import defaulttags  # noqa: E402
from django.template.base import Origin, Template  # noqa: E402
from django.utils import timesince, timezone  # noqa: E402


class Clock(type(datetime.datetime)):
    """Lets isinstance() take every datetime for one that stands still."""

    def __instancecheck__(cls, thing):
        return isinstance(thing, datetime.datetime)


class StoppedDatetime(datetime.datetime, metaclass=Clock):
    instant = datetime.datetime.fromisoformat(NOW)

    @classmethod
    def now(cls, tz=None):
        if tz is None:
            return timezone.make_naive(cls.instant, timezone.get_current_timezone())
        return cls.instant.astimezone(tz)


def stop_the_clock():
    stopped = types.SimpleNamespace(datetime=StoppedDatetime, timedelta=datetime.timedelta)
    defaulttags.datetime = StoppedDatetime
    timesince.datetime = stopped


def use_zone(zone):
    if os.environ.get("TZ") == zone and django.conf.settings.TIME_ZONE == zone:
        return
    django.conf.settings.TIME_ZONE = zone
    timezone.get_default_timezone.cache_clear()
    os.environ["TZ"] = zone
    time.tzset()


def parse_moment(text):
    for parse in (datetime.date.fromisoformat, datetime.time.fromisoformat, datetime.datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            pass
    raise ValueError(f"not a moment: {text}")


def django_context(case):
    context = copy.deepcopy(case.get("context", {}))
    for path in case.get("moments", []):
        *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        inside = context
        for step in parents:
            inside = inside[step]
        inside[last] = parse_moment(inside[last])
    return context


def compile_template(case, debug=False):
    loaders = [("django.template.loaders.locmem.Loader", case.get("includes", {}))]
    return Template(case["template"], Origin(NAME, NAME), NAME, Engine(loaders=loaders, debug=debug))


def syntax_error_line(case):
    """The line that Django tells in its debug mode, and the name of the template."""
    try:
        compile_template(case, debug=True)
    except TemplateSyntaxError as error:
        token = getattr(error, "token", None)
        return token.lineno if token else None
    return None


def render(case):
    """(text, None) or (None, what went wrong). What went wrong: {"syntax": true when compiling already failed, "line"
    when Django tells one, "says": the exception in words}."""
    use_zone(case.get("zone", ZONE))
    StoppedDatetime.instant = datetime.datetime.fromisoformat(case.get("now", NOW))
    try:
        template = compile_template(case)
    except TemplateSyntaxError as error:
        return None, {"syntax": True, "line": syntax_error_line(case), "says": str(error)}
    except Exception as error:
        return None, {"syntax": True, "line": None, "says": f"{type(error).__name__}: {error}"}
    context = Context(django_context(case), autoescape=case.get("autoescape", True))
    try:
        return str(template.render(context)), None
    except Exception as error:
        return None, {"syntax": False, "line": None, "says": f"{type(error).__name__}: {error}"}


stop_the_clock()
