#!/usr/bin/env python3
"""Writes passwords.json: passwords, whose they are, and which rules they break.

The verdicts come from Python itself (difflib, re, str), as in the documentation of Django's password validators, and
so from other code than what is tested. Run it again when a rule, a row below or the list of common passwords changes:

    python3 test/data/passwords.py
"""

import json
import re
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

HERE = Path(__file__).parent
COMMON = set((HERE / "../../src/accounts/common_passwords.txt").read_text(encoding="utf-8").splitlines())
NOBODY = {"username": "", "first_name": "", "last_name": "", "email": ""}
ADA = {"username": "countess", "first_name": "Ada", "last_name": "Lovelace", "email": "ada.king@engines.example"}
SPECIAL = "!@#$%^&*()~{}[]"


def lower(text):
    """One character to one, as the rules have it. str.lower() of a single character knows no context, and U+0130 is
    the only one that it makes two of."""
    return "".join(character.lower()[0] for character in text)


def is_similar(password, value):
    password, value = lower(password), lower(value)
    for part in re.split(r"\W+", value) + [value]:
        if len(password) >= 10 * len(part) and len(part) < 0.7 / 2 * len(password):
            continue
        if SequenceMatcher(a=password, b=part).quick_ratio() >= 0.7:
            return True
    return False


def similar_to(password, owner):
    return next((name for name, value in owner.items() if value and is_similar(password, value)), None)


def broken(password, owner):
    rules = {
        "too_short": len(password) < 8,
        "too_long": len(password) > 150,
        "similar": similar_to(password, owner) is not None,
        "too_common": lower(password).strip() in COMMON,
        "all_digits": password.isdigit(),
        "no_capital": not any(unicodedata.category(character) == "Lu" for character in password),
        "no_special": not any(character in SPECIAL for character in password),
    }
    return [code for code, is_broken in rules.items() if is_broken]


rows = []


def row(about, password, **known):
    owner = NOBODY | known
    rows.append({
        "about": about,
        "password": password,
        "owner": owner,
        "broken": broken(password, owner),
        "similar_to": similar_to(password, owner),
    })


def good_ones():
    for password in ["Correct Horse! Battery", "Tr0ub4dor&3", "Zaunkönig#", "ÉCLAIR*au*café", "Ωραία~μέρα", "Привет!мир",
                     "密码很长很长Ж!", "x{Y}z[1]2", "   A!      ", "(Nobody) knows", "aaaaaaaaA!", "Ҋ^^^^^^^",
                     "Ꙁ%abcdef", "𝐀bcdefg!", "\U00010400bcdefg!", "Ⴀbcdefg!"]:
        row("may be used", password)
    row("may be used by its owner", "Correct Horse! Battery", **ADA)


def one_rule_each():
    row("nothing at all", "")
    row("nothing at all, of somebody", "", **ADA)
    row("only too short", "Ab!defg")
    row("only too long", "Ab!" + "xyz" * 50)
    row("only similar", "Lovelace!", **ADA)
    row("only too common", "P@ssw0rd")
    row("only without a capital", "quill&moor")
    row("only without a special character", "QuillAndMoor")
    row("digits break three", "4827105936")
    row("digits, short and common break five", "123456")
    row("digits, long", "4827105936" * 16)
    row("digits that are the owner's name", "4827105936", username="4827105936")
    row("six at once", "123456", username="123456")
    row("too long and nothing else good", "a" * 151)
    row("its own owner, too long", "Quill!" * 30, username="Quill!" * 30)


def lengths():
    for length in (1, 2, 6, 7, 8, 9, 149, 150, 151, 152, 300, 1000):
        row(f"{length} characters", ("A!" + "bcdefghijk" * 100)[:length])
        row(f"{length} characters of two bytes", ("Ä!" + "бвгдежзийк" * 100)[:length])
        row(f"{length} characters outside the first plane", ("\U0001d400!" + "😀🚲🌲🍋🐌" * 200)[:length])
        row(f"{length} characters, combining marks counted", ("A!" + "e\u0301" * 500)[:length])
    row("a family of one picture is seven characters", "👨\u200d👩\u200d👧\u200d👦")
    row("a flag is two characters", "🇮🇪🇨🇭🇸🇪A!")
    row("eight characters, most of them blanks", "A!      ")
    row("blanks only", " " * 8)
    row("blanks of other kinds", "\u00a0\u2003\u3000\u2028\u2029\u1680\u202f\u205f")


def scripts():
    for name, password in {
        "Latin capital": "Ångström", "Greek capital": "Ελληνικά", "Cyrillic capital": "Кириллица",
        "Armenian capital": "Հայերեն լեզու", "Georgian capital": "Ⴌართული ენა", "Cherokee capital": "Ꭰꮣꮃꭹꮝꮝꭹꮝ",
        "Deseret capital": "\U00010414\U00010428\U00010429\U0001042a\U0001042b\U0001042c\U0001042d\U0001042e",
        "Adlam capital": "\U0001e900\U0001e922\U0001e923\U0001e924\U0001e925\U0001e926\U0001e927\U0001e928",
        "full-width capital": "Ａｂｃｄｅｆｇｈ", "mathematical capital": "𝔄𝔟𝔠𝔡𝔢𝔣𝔤𝔥", "sharp s as a capital": "straẞengraben",
        "Greek small": "ελληνικά", "Cyrillic small": "кириллица", "Georgian has no case here": "ქართული ენა",
        "Hebrew has no case": "עברית עברית", "Arabic has no case": "العربية السهلة", "Devanagari has no case": "हिन्दी भाषा",
        "Chinese has no case": "这是一个密码没有大写", "Japanese has no case": "これはパスワードです", "Hangul has no case": "비밀번호입니다아",
        "Thai has no case": "รหัสผ่านของฉัน", "title case is no capital": "ǅabcdefgh", "a number like a capital": "Ⅷabcdefgh",
        "a letter in a circle": "Ⓐabcdefgh", "a modifier letter": "ᴬabcdefgh", "a small capital": "ʀabcdefgh",
        "a lower-case sharp s": "straßengraben", "dotted capital": "İstanbul sehri", "dotless small": "ıstanbul sehri",
        "a capital with a combining mark": "A\u030angström", "a decomposed small letter": "a\u030angström",
    }.items():
        row(name, password)
        row(name + ", and a special character", password + "!")


def specials():
    for character in SPECIAL:
        row(f"special {character}", "Quillmoor" + character)
        row(f"special {character} first", character + "Quillmoor")
    for character in "-_=+|\\:;\"'<>,.?/` \t§€£¡¿“”。！＠＃（）［］｛｝～＊\u200b\u0301":
        row(f"not special U+{ord(character):04X}", "Quillmoor" + character)


def digits():
    for name, password in {
        "Arabic-Indic": "٤٨٢٧١٠٥٩٣٦", "Extended Arabic-Indic": "۴۸۲۷۱۰۵۹۳۶", "Devanagari": "४८२७१०५९३६", "Thai": "๔๘๒๗๑๐๕๙๓๖",
        "full-width": "４８２７１０５９３６", "mathematical": "𝟒𝟖𝟐𝟕𝟏𝟎𝟓𝟗𝟑𝟔", "superscripts": "⁴⁸²⁷¹⁰⁵⁹³⁶", "subscripts": "₄₈₂₇₁₀₅₉₃₆",
        "of several scripts": "4٨२๗１𝟎⁵₉3６", "circled": "④⑧②⑦①⓪⑤⑨③⑥", "in parentheses": "⑷⑻⑵⑺⑴⑸⑼⑶⑹", "with full stops": "⒋⒏⒉⒎⒈⒌⒐⒊⒍",
        "doubly circled": "⓸⓼⓶⓻⓵⓹⓽⓷⓺", "negative circled": "❹❽❷❼❶❺❾❸❻", "sans-serif circled": "➃➇➁➆➀➄➈➂➅",
        "negative sans-serif circled": "➍➑➋➐➊➎➒➌➏", "Ethiopic": "፬፰፪፯፩፭፱፫፮", "New Tai Lue": "᧔᧘᧒᧗᧚᧐᧕᧙᧓", "negative zero": "⓿" * 8,
        "Kharoshthi": "\U00010a40\U00010a41\U00010a42\U00010a43" * 2,
        "Rumi": "".join(chr(c) for c in range(0x10e60, 0x10e69)), "Brahmi": "".join(chr(c) for c in range(0x11052, 0x1105b)),
        "with commas": "".join(chr(c) for c in range(0x1f100, 0x1f10b)),
    }.items():
        row(f"digits, {name}", password)
    for name, password in {
        "Roman numerals": "ⅠⅡⅢⅣⅤⅥⅦⅧ", "fractions": "½⅓¼⅕⅙⅛⅔¾", "Chinese numerals": "一二三四五六七八", "a circled ten": "①②③④⑤⑥⑦⑩",
        "a letter among them": "4827a105936", "a blank among them": "4827 105936", "a full stop": "48271.05936",
        "a minus": "-4827105936", "a blank at the end": "4827105936 ", "a line feed at the end": "4827105936\n",
        "a combining mark": "4827105936\u0301", "Ethiopic ten": "፩፪፫፬፭፮፯፲", "a key cap": "1\ufe0f\u20e3" * 3,
    }.items():
        row(f"not all digits, {name}", password)


def common():
    for word in ["123456", "password", "12345678", "qwerty", "iloveyou!", "pa$$w0rd", "p@ssw0rd", "trustno1", "zzzzzzz1",
                 "football1", "1qaz@wsx", "password123", "princess", "superman", "dragon", "%e2%82%ac"]:
        assert word in COMMON, word
        row("common", word)
        row("common in capitals", word.upper())
        row("common with blanks around it", f"  {word}\t\n")
    first, last = min(COMMON), max(COMMON)
    row("first of the list", first)
    row("last of the list", last)
    for middle in sorted(COMMON)[1::7000]:
        row("somewhere in the list", middle.title())
    row("blanks of every kind are stripped", "\u3000\u00a0\x1c\x1d\x1e\x1f\x85\u2028P@ssw0rd\u2029\u205f\u202f\u1680\v\f")
    row("a byte order mark is not stripped", "\ufeffP@ssw0rd")
    row("a zero-width space is not stripped", "P@ssw0rd\u200b")
    row("blanks inside count", "P@ss w0rd")
    row("before the first", "\x01A!bcdefg")
    row("after the last", "zzzzzzz1A!")
    row("a beginning of one is none", "P@ssw0r")
    row("one and more is none", "P@ssw0rd of mine")
    row("two lines of the list are none", "P@ssw0rd\np@ssw0rd")
    row("an end of line is none", "\n\n\n\n\n\n\n\n")
    row("the Kelvin sign is a small k", "mon\u212aey")
    row("the longest", max(COMMON, key=len))
    row("longer than any", "password" * 20)


def ratios():
    """Just enough letters in common, and one too few, for texts of many lengths."""
    known = "abcdefghijklmnopqrstuvwxyz"
    for length, name_length in [(8, 3), (8, 4), (8, 5), (8, 7), (8, 8), (9, 5), (9, 11), (10, 6), (10, 10), (11, 9), (12, 8),
                                (13, 7), (14, 16), (15, 25), (16, 9), (17, 13), (20, 20), (26, 14), (26, 24), (30, 20), (40, 22)]:
        shared = -(-7 * (length + name_length) // 20)
        for count in (shared - 1, shared):
            if count > min(length, name_length, 26):
                continue
            password = "Ω!" + known[:count] + "жзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџ"
            username = (known[:count][::-1] + "0123456789_0123456789_0123456789_")[:name_length]
            row(f"{count} of {length} and {name_length} letters", password[2:length + 2], username=username)
            row(f"{count} of {length} and {name_length} letters, a capital", password[:length], username=username)


def similarity():
    for name, value in ADA.items():
        row(f"the {name}", value, **ADA)
        row(f"the {name} in capitals", value.upper() + "!", **ADA)
        row(f"the {name} backwards", value[::-1].title() + "!", **ADA)
    row("the first attribute is told", "Quillmoor!", username="x", first_name="quillmoor", last_name="quillmoor")
    row("e-mail, before the @", "Wren.Hollow1!", email="wren.hollow@shop.example")
    row("e-mail, one word of it", "Hollowly!", email="wren.hollowly@shop.example")
    row("e-mail, the host", "Shopfront!", email="w@shopfront.example")
    row("e-mail, the top domain", "Example!", email="w@a.example")
    row("e-mail, a tag", "Newsletter!", email="wren+newsletter@a.example")
    row("e-mail, all of it", "W.h@a.example!A", email="w.h@a.example")
    row("underscores join words", "Hollowly!", email="wren_of_the_hollowly@shop.example")
    row("hyphens part words", "Hollowly!", last_name="Smith-Hollowly-Jones")
    row("apostrophes part words", "O'Hollowly!", last_name="O'Hollowly")
    row("several separators in a row", "Hollowly!", first_name="Wren -- Hollowly")
    row("a separator at the beginning", "Hollowly!", username="@hollowly")
    row("a separator at the end", "Hollowly!", username="hollowly@")
    row("separators only", "Quillmoor!", username="@@@@")
    row("separators only, and they are the password", "!@!@!@!@", username="@!@!@!@!")
    row("nothing is like separators at an end", "", username="@wren")
    row("nothing is not like words", "", username="w@ren")
    row("nothing is not like separators inside", "", username="w@@@ren")
    row("combining marks part words", "Ho\u0301llowly!", last_name="Ho\u0301llowly Smithsonian")
    for joint in "_5²½Ⅷ٣中ªʰ":
        row(f"U+{ord(joint):04X} joins a word", "Bcdfghjk!", last_name=f"zzzzzzzzzz bcdf{joint}ghjk")
    for joint in "-.'\u2019\u00b7\u0301\u203f€😀\u200d\u20dd":
        row(f"U+{ord(joint):04X} parts two words", "Bcdfghjk!", last_name=f"zzzzzzzzzz bcdf{joint}ghjk")
    row("a letter more often in the name", "Aabbccdd!", username="aaaabbbb")
    row("a letter more often in the password", "Aaaabbbb!", username="aabbccdd")
    row("Greek", "Αθηναίος!", last_name="ΑΘΗΝΑΊΟΣ")
    row("Greek with sigma at the end of words", "ΣΊΣΥΦΟΣ!", last_name="Σίσυφος")
    row("Cyrillic", "Соколова!", last_name="СОКОЛОВА")
    row("Turkish dotted capital", "İSTİNYELİ!", last_name="istinyeli")
    row("Turkish dotless small", "ıstınyelı!A", last_name="ISTINYELI")
    row("sharp s is one character", "Weißgraß!", last_name="WEISSGRASS")
    row("capital sharp s is a small one", "WEIẞGRAẞ!", last_name="weißgraß")
    row("Chinese", "欧阳修欧阳修A!", last_name="欧阳修欧阳修")
    row("emoji", "🚲🌲🍋🐌🚲🌲A!", username="🚲🌲🍋🐌🚲🌲")
    row("composed is not decomposed", "Éééééééé!", first_name="e\u0301" * 8)
    row("short names in a long password", "Al and Bo go to the Fair!", first_name="Al", last_name="Bo")
    row("a tenth of the length is skipped", "Aaaaaaaaa!", username="a")
    row("more than a tenth is not, and is not like it", "Aaaaaaaa!", username="a")
    row("a name of one letter", "AAAAAAAA", username="a")
    row("a name twice is too long to be like it", "Wren!Wren!Wren!", username="wren")
    row("two names together", "WrenHollow!", first_name="Wren", last_name="Hollow")
    row("a name and a year", "Hollowly1987!", last_name="hollowly")
    row("a name and a long year", "Hollowly!19871988", last_name="hollowly")
    row("a name that fills its field", "Ab!" + "q" * 147, username="q" * 150)
    row("an e-mail address that fills its field", "Ab!" + "qxyz" * 34, email="qxyz" * 16 + "@" + "qxyz." * 37 + "com")
    row("other blanks part words", "Hollowly!", first_name="Wrendale\u3000Hollowly\u00a0Smithsonian")
    row("blanks around a name", "Hollowly!", first_name="   hollowly   ")


for write_rows in (good_ones, one_rule_each, lengths, scripts, specials, digits, common, ratios, similarity):
    write_rows()
lines = ",\n".join(json.dumps(one) for one in rows)
(HERE / "passwords.json").write_text(f"[\n{lines}\n]\n", encoding="ascii")
print(f"{len(rows)} rows")
