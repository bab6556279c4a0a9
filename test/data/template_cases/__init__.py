"""The cases of templates.json, a file for each part of the language. Each calls group()."""
