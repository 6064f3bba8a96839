"""A report as a printed thing: the neutral document, and its Word, HTML and PDF forms.

Lives here: the document model, how numbers are printed, writing Word, HTML and PDF, reading a
Word file back, and checking its text against the binding it carries.
Not here: where figures come from, recomputing them, sign-off, anything with a database.
May import: nothing of the project. No Django.
"""
