"""The filters date, time, timesince and timeuntil. Spans of a month and more are in templates_extra.json: since 4.2
Django counts them by the calendar."""

import datetime

from .table import group

AWARE = "2026-11-25T19:41:07.045+01:00"
LETTERS = "AabcDdeEFfgGhHiIjlLmMnNoOPrsStTuUwWyYzZ"
DATE_LETTERS = "bDdEFjlLmMnNoStwWyYz"
TIME_LETTERS = "AafgGhHiPsu"
MOMENTS = [AWARE, "2026-07-04T00:00:00+02:00", "2024-02-29T12:00:00Z", "2026-01-01T00:30:00+01:00",
           "2027-01-01T23:59:59.999999+01:00", "2020-12-31T12:05:00-05:00", "2026-03-29T00:59:59+00:00",
           "2026-03-29T01:00:00+00:00", "2026-10-25T00:59:00+00:00", "2026-10-25T01:00:00+00:00",
           "1999-12-31T23:59:59+00:00", "2026-11-03T03:04:05+01:00", "2026-11-22T13:00:00+01:00",
           "2026-11-11T11:11:11+05:30", "2038-01-19T03:14:08+00:00"]
FORMATS = ["Y-m-d", "D d M Y", "N j, Y", "jS F Y", "jS \\o\\f F", "l, d-M-y H:i:s T", "P", "f A", "\\Y\\\\Y", "Y年m月d日",
           "", "<b>Y</b>", "H:i", "z W o t L", "\\", "x", "Y Q", "e T O Z I", "U", "u", "DATE_FORMAT",
           "SHORT_DATE_FORMAT", "TIME_FORMAT", "DATETIME_FORMAT", "MONTH_DAY_FORMAT", "c", "r"]


def iso(text):
    """The moment as Python 3.11's fromisoformat() and the engine both take it."""
    return text.replace("Z", "+00:00")


def formats():
    show = group("date")
    for letter in LETTERS:
        for moment in MOMENTS[:4] if letter not in "NPfWoS" else MOMENTS:
            show("{{ v|date:'" + letter + "' }}", v=iso(moment), _moments=["v"])
    for form in FORMATS:
        show("{{ v|date:\"" + form.replace("\\", "\\\\") + "\" }}", v=iso(AWARE), _moments=["v"])
    for day in range(1, 32):
        show("{{ v|date:'jS D' }}", v=f"2026-12-{day:02}", _moments=["v"])
    for month in range(1, 13):
        show("{{ v|date:'N M b F E m n t' }}", v=f"2026-{month:02}-15", _moments=["v"])
    for hour in [0, 1, 9, 10, 11, 12, 13, 23]:
        show("{{ v|time:'A a f g G h H P' }}", v=f"{hour:02}:00:00", _moments=["v"])
        show("{{ v|time:'f P i' }}", v=f"{hour:02}:05:09", _moments=["v"])
    for year in [2000, 2004, 2009, 2015, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027]:
        for day in ["01-01", "01-04", "12-28", "12-31"]:
            show("{{ v|date:'o-W w z L y' }}", v=f"{year}-{day}", _moments=["v"])
    show("{{ v|date }}", "{{ v|time }}", "{{ v|date:f }}", "{{ v|date:missing }}", "{{ v|date:None }}",
         "{{ v|date:'' }}", "{{ v|time:'' }}", "{{ v|date|upper }}", "{{ v|date:'Y'|add:1 }}", "{{ v|date:'<' }}",
         "{% if v|date:'Y' == '2026' %}y{% endif %}", "{% with d=v|date:'d' %}{{ d }}{% endwith %}",
         "{{ v|date:'Y'|default:'x' }}", v=iso(AWARE), f="d.m.Y", _moments=["v"])


def kinds():
    show = group("dates of each kind")
    for text in ["2026-11-25", "2026-11-25T19:41:00", "2026-11-25T19:41:00.5", iso(AWARE)]:
        for letter in DATE_LETTERS + "c":
            show("{{ v|date:'" + letter + "' }}", v=text, _moments=["v"])
        show("{{ v|date }}", v=text, _moments=["v"])
    for text in ["19:41:00", "00:00:00", "12:00:00", "09:05:30.000123", "2026-11-25T19:41:00"]:
        for letter in TIME_LETTERS:
            show("{{ v|time:'" + letter + "' }}", v=text, _moments=["v"])
        show("{{ v|time }}", "{{ v|time:'H:i:s' }}", v=text, _moments=["v"])
    for text in ["2026-11-25", "19:41:00"]:
        for form in ["H", "i", "Y", "d", "P", "f", "N", "H:i", "Y-m"]:
            show("{{ v|date:'" + form + "' }}", "{{ v|time:'" + form + "' }}", v=text, _moments=["v"])
    show("{{ v|time:'H:i' }}", v=iso(AWARE), _moments=["v"])
    for value in [None, "", "text", 5, 1.5, [], True, "2026-13-01", "2026-02-30", "25:00", "12"]:
        show("{{ v|date:'Y-m-d' }}", "{{ v|time:'H:i' }}", v=value)
        if value in (None, ""):
            show("{{ v|date }}", "{{ v|time }}", "{{ v|timesince }}", "{{ v|timeuntil }}", v=value)


def zones():
    show = group("dates in zones")
    for zone in ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/St_Johns",
                 "Asia/Tehran", "Europe/Dublin"]:
        for moment in [iso(AWARE), "2026-07-04T12:00:00+00:00", "2026-03-29T01:30:00+00:00",
                       "2026-11-01T07:30:00+00:00", "1985-06-01T12:00:00+00:00"]:
            show("{{ v|date:'Y-m-d H:i:s e T O Z I' }}", "{{ v|date:'c' }}", "{{ v|time:'H:i' }}", v=moment,
                 _moments=["v"], _zone=zone)


def spans():
    show = group("timesince")
    for days, seconds in [(0, 0), (0, 1), (0, 59), (0, 60), (0, 119), (0, 120), (0, 3599), (0, 3600), (0, 3660), (0,
                          7200), (0, 86399), (1, 0), (1, 3600), (1, 60), (2, 7260), (6, 86399), (7, 0), (7, 86400 - 1),
                          (8, 0), (13, 0), (14, 0), (16, 3600), (20, 5), (21, 0), (24, 0)]:
        then = shifted(-days, -seconds)
        later = shifted(days, seconds)
        show("{{ v|timesince }}", "{{ v|timeuntil }}", v=then, _moments=["v"])
        show("{{ v|timeuntil }}", "{{ v|timesince }}", v=later, _moments=["v"])
        if days < 12:
            show("{{ a|timesince:b }}", "{{ b|timesince:a }}", "{{ b|timeuntil:a }}", a=then, b=later, _moments=["a",
                 "b"])
    show("{{ v|timesince }}", v="2026-11-20", _moments=["v"])
    show("{{ v|timeuntil }}", v="2026-11-30", _moments=["v"])
    show("{{ v|timesince }}", v="2026-11-25T10:00:00", _moments=["v"])
    show("{{ v|timeuntil }}", v="2026-11-25T23:00:00", _moments=["v"])
    show("{{ a|timesince:b }}", "{{ a|timeuntil:b }}", a="2026-11-20", b="2026-11-22", _moments=["a", "b"])
    show("{{ a|timesince:b }}", a="2026-11-20T10:00:00", b="2026-11-20T12:30:00", _moments=["a", "b"])
    show("{{ a|timesince:b }}", a="2026-11-20T10:00:00+01:00", b="2026-11-20T10:00:00+00:00", _moments=["a", "b"])
    show("{{ a|timesince:b }}", a="2026-11-20T10:00:00", b="2026-11-20T10:00:00+00:00", _moments=["a", "b"])
    show("{{ a|timesince:b }}", a="2026-11-20T10:00:00+00:00", b="2026-11-20T10:00:00", _moments=["a", "b"])
    show("{{ a|timesince:missing }}", "{{ a|timesince:None }}", a="2026-11-20T10:00:00+00:00", _moments=["a"])
    show("{{ a|timesince|upper }}", "{{ a|timesince|safe }}", a="2026-11-20T10:00:00+00:00", _moments=["a"])


def shifted(days, seconds):
    now = datetime.datetime.fromisoformat("2026-11-25T19:41:07+01:00")
    return (now + datetime.timedelta(days=days, seconds=seconds)).isoformat()


formats()
kinds()
zones()
spans()
