"""Values that are hard on filters: one of each kind, and texts in many scripts."""

MARKUP = "Ada & <b>Grace</b> \"O'Hara\""
SCRIPTS = "Straße ΟΔΥΣΣΕΥΣ İstanbul ıIiß"
MARKS = "e\u0301a\u0308 👩\u200d👧 日本語 שלום عربي"
LINES = "one\ntwo\r\nthree\rfour\n\nfive\tsix\u2028seven"

TEXTS = ["", " ", "a", "joel is a slug", MARKUP, SCRIPTS, MARKS, LINES, "12345", " 7 ", "3.14", "ǆ ŉ ﬁ Ǆ ẞ",
         "ΑΣ Σ ΑΣΑ Σ.",
         "o'neil mcDONALD 2nd x2y", "\\ ' \" \t", "<script>alert(1)</script>", "a\u00a0b\u3000c\u200bd"]
NUMBERS = [0, 1, -3, 42, 1234567890123, 0.0, 1.0, 2.5, -0.5, 0.1, 1e16, 1.5e-7, 123456.789]
OTHERS = [True, False, None, [], [1, "b", None], ["<i>", "&", 2.0], [[1, 2], [3]], {}, {"a": 1, "b": "<"},
          {"0": "zero"}]
EVERYTHING = TEXTS + NUMBERS + OTHERS
FEW = ["", MARKUP, SCRIPTS, MARKS, 42, -2.5, True, None, ["<i>", 1], {"a": "<"}]
