"""``planswitch diff``: the answers that an edit changes, what changed them, and where readers see it.

`revisions` reads folders as git had them, `reports` compares an edition with what it was, and `styles` tells it: as
text, in one line, as Markdown, as JSON and as annotations of GitHub.
"""
