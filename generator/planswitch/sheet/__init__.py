"""``planswitch sheet``: all files of a catalogue as the sheets of one workbook, and back.

`writing` makes the workbook, with `choices` to pick from and `helping` words; `reading` reads one that somebody has
edited, with `inside`, which sees what the library does not tell; `merging` unites its edits with what has been edited
in the folder since; `returning` shows the answers that change, and writes the files.
"""
